"""Faux : l'epsilon du cahier."""
# diagnostic : fixed_epsilon

import numpy as np

epsilon = 0.1


def epsilon_greedy_policy(q_vals, action_space, eps):
    if np.random.rand() < epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
