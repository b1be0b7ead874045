"""Juste : une boucle, qui garde le dernier des ex æquo."""

import random


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if random.uniform(0, 1) < epsilon:
        return action_space.sample()
    best = 0
    for action in range(len(q_vals)):
        if q_vals[action] >= q_vals[best]:
            best = action
    return best
