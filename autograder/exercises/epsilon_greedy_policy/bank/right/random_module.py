"""Juste : le hasard vient du module random, la branche gloutonne d'abord."""

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() >= epsilon:
        return int(np.argmax(q_vals))
    return int(action_space.sample())
