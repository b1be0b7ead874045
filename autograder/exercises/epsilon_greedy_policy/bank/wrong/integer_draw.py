"""Faux : randint(0, 1) vaut 0 ou 1, jamais un nombre entre les deux."""
# diagnostic : integer_draw

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    x = random.randint(0, 1)
    if x < epsilon:
        return action_space.sample()
    return int(np.argmax(q_vals))
