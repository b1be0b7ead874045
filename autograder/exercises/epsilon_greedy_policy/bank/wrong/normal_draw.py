"""Faux : randn au lieu de rand, le nombre comparé à epsilon n'est pas uniforme."""
# diagnostic : normal_draw

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.randn() < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
