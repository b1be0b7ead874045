"""Faux : un tirage par softmax."""
# diagnostic : softmax

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    p = np.exp(q_vals - np.max(q_vals))
    p /= p.sum()
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    return int(np.random.choice(len(q_vals), p=p))
