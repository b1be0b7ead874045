"""Faux : l'action explorée est tirée selon une softmax."""
# diagnostic : softmax_exploration

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() >= epsilon:
        return int(np.argmax(q_vals))
    weights = np.exp(np.array(q_vals))
    return random.choices(range(len(weights)), weights=weights)[0]
