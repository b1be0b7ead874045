"""Faux : q_vals est trié sur place."""
# diagnostic : arguments_modified

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    copie = list(q_vals)
    q_vals.sort()
    return copie.index(q_vals[-1])
