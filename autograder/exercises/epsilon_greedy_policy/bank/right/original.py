"""Juste : l'écriture de l'original, qui renvoie des entiers de numpy."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    else:
        return np.argmax(q_vals)
