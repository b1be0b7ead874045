"""Faux : sample sans parenthèses."""
# diagnostic : method_not_called

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample
    return int(np.argmax(q_vals))
