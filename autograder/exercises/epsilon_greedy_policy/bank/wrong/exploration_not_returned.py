"""Faux : l'action explorée est tirée, mais pas renvoyée."""
# diagnostic : missing_return

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        action_space.sample()
    else:
        return np.argmax(q_vals)
