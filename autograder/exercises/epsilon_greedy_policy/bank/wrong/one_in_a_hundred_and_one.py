"""Faux : un entier de 0 à 100, comparé à epsilon en pour cent ; il en est un de trop."""
# diagnostic : altered_epsilon

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.randint(0, 100) <= epsilon * 100:
        return int(action_space.sample())
    return int(np.argmax(q_vals))
