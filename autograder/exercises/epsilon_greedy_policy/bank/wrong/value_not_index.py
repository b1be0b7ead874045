"""Faux : la plus grande Q-valeur au lieu de son indice."""
# diagnostic : value_not_index

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return np.max(q_vals)
