"""Faux : epsilon vaut toujours 0.1."""
# diagnostic : fixed_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon=0.1):
    epsilon = 0.1
    if np.random.rand() < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
