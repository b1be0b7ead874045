"""Faux : q_vals.index sur un tableau."""
# diagnostic : greedy_raises

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    return q_vals.index(max(q_vals))
