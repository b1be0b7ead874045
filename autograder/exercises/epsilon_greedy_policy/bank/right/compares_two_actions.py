"""Juste : les deux Q-valeurs comparées l'une à l'autre."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    if q_vals[1] > q_vals[0]:
        return 1
    return 0
