"""Faux : np.max au lieu de np.argmax."""
# diagnostic : value_not_index

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return action_space.sample() if np.random.random() < epsilon else np.max(q_vals)
