"""Faux : np.random.randint(0, 1) vaut toujours 0."""
# diagnostic : integer_draw

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return action_space.sample() if np.random.randint(0, 1) < epsilon else np.argmax(q_vals)
