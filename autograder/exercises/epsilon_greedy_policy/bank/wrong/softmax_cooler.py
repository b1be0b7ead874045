"""Faux : hors exploration, une softmax de température 0,5."""
# diagnostic : softmax

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    p = np.exp(2 * (q_vals - np.max(q_vals)))
    return int(np.random.choice(len(q_vals), p=p / p.sum()))
