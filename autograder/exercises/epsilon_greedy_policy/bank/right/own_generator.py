"""Juste : un générateur numpy à soi."""

import numpy as np

generator = np.random.default_rng(0)


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if generator.random() < epsilon:
        return action_space.sample()
    return max(range(len(q_vals)), key=lambda action: q_vals[action])
