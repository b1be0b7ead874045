"""Faux : explore quand le tirage dépasse epsilon."""
# diagnostic : inverted_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.uniform() > epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
