"""Juste : le générateur de l'espace d'actions, et les classes d'un étudiant à objets."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Politique:
    epsilon: float

    def explore(self, rng):
        return not rng.random() >= self.epsilon

    def __call__(self, q_vals, action_space):
        if self.explore(action_space.np_random):
            return action_space.sample()
        ordre = np.argsort(q_vals)
        return ordre[-1].item()


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return Politique(epsilon)(q_vals, action_space)
