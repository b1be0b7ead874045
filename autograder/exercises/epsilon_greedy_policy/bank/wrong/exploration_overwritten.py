"""Faux : l'exploration écrasée par l'exploitation."""
# diagnostic : always_greedy

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        action = int(action_space.sample())
    action = int(np.argmax(q_vals))
    return action
