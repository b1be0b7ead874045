"""Faux : pas d'exploration."""
# diagnostic : always_greedy

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return int(np.argmax(q_vals))
