"""Juste : np.random.choice choisit entre explorer et exploiter."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    explore = np.random.choice([True, False], p=[epsilon, 1 - epsilon])
    return action_space.sample() if explore else q_vals.argmax()
