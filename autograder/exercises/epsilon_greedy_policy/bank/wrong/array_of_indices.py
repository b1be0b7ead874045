"""Faux : np.where donne un tableau d'indices, pas une action."""
# diagnostic : array_action

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return np.where(q_vals == np.max(q_vals))[0]
