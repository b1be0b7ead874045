"""Faux : random.randint(0, n), bornes comprises."""
# diagnostic : outside_the_space

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() < epsilon:
        return random.randint(0, action_space.n)
    return int(np.argmax(q_vals))
