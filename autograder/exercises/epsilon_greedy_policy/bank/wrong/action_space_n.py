"""Faux : action_space.n comme action."""
# diagnostic : outside_the_space

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.random() < epsilon:
        return int(action_space.n)
    return int(np.argmax(q_vals))
