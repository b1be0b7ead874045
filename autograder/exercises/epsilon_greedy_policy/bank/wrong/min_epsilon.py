"""Faux : un plancher d'epsilon de 0,1."""
# diagnostic : altered_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.random() < max(epsilon, 0.1):
        return int(action_space.sample())
    return int(np.argmax(q_vals))
