"""Faux : la recherche du maximum part de 0."""
# diagnostic : maximum_from_zero

import random


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.random() < epsilon:
        return int(action_space.sample())
    action, highest = 0, 0.0
    for i in range(len(q_vals)):
        if q_vals[i] >= highest:
            action, highest = i, q_vals[i]
    return action
