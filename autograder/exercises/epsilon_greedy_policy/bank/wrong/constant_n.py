"""Faux : un nombre d'actions constant."""
# diagnostic : without_action_space

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() < epsilon:
        return random.choice([0, 1])
    return int(np.argmax(q_vals))
