"""Faux : un plancher sur epsilon, qui est l'affaire de l'appelant."""
# diagnostic : altered_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    epsilon = max(epsilon, 0.1)
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
