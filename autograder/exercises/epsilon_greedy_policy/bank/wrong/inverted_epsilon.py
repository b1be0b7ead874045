"""Faux : epsilon est la probabilité d'être glouton."""
# diagnostic : inverted_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() > epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
