"""Faux : l'action est un nombre à virgule."""
# diagnostic : float_action

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return float(action_space.sample())
    return float(np.argmax(q_vals))
