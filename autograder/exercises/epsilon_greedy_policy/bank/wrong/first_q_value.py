"""Faux : q_vals[0], comme si q_vals avait une ligne par état."""
# diagnostic : constant_action

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    r = random.random()
    if r < epsilon:
        return int(action_space.sample())
    return int(np.argmax(q_vals[0]))
