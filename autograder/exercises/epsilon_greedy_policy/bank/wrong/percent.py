"""Faux : epsilon compris comme un pourcentage."""
# diagnostic : fixed_epsilon

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.randint(100) < epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
