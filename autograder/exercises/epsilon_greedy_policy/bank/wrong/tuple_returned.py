"""Faux : un couple (action, valeur)."""
# diagnostic : tuple_returned

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        action = int(action_space.sample())
    else:
        action = int(np.argmax(q_vals))
    return action, q_vals[action]
