"""Faux : un nombre parmi dix, trop grossier pour un petit epsilon."""
# diagnostic : altered_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    p = np.random.randint(0, 10) / 10
    if p < epsilon:
        return action_space.sample()
    return np.argmax(q_vals)
