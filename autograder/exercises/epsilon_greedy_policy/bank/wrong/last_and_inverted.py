"""Faux : la comparaison est à l'envers, et l'exploration oublie la dernière action."""
# diagnostic : inverted_epsilon, last_action_never_explored

import random

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() > epsilon:
        return random.randrange(action_space.start, action_space.start + action_space.n - 1)
    else:
        return int(np.argmax(q_vals))
