"""Faux : action sans valeur dans une branche."""
# diagnostic : unbound_name

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.random() < epsilon:
        action = int(action_space.sample())
    return action
