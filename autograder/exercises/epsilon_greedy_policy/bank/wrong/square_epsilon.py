"""Faux : deux tirages pour explorer."""
# diagnostic : altered_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon and np.random.rand() < epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
