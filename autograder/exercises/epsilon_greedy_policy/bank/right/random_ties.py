"""Juste : les ex æquo sont départagés au hasard."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.uniform(0, 1) < epsilon:
        return action_space.sample()
    best = np.flatnonzero(q_vals == np.max(q_vals))
    return int(np.random.choice(best))
