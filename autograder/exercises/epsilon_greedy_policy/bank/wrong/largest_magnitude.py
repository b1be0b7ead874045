"""Faux : la plus grande valeur absolue."""
# diagnostic : largest_magnitude

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmax(np.abs(q_vals)))
