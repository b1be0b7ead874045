"""Faux : l'argmin au lieu de l'argmax."""
# diagnostic : argmin

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmin(q_vals))
