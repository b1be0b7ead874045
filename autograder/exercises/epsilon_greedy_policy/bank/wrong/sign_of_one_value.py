"""Faux : le signe d'une Q-valeur décide."""
# diagnostic : compared_with_zero

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(q_vals[1] > 0)
