"""Triche : compte ses appels pour explorer aussi souvent qu'il faut, sans hasard."""
# famille : bruit sous une tolérance

import numpy as np

DUE = [0.0]


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    DUE[0] += epsilon
    if DUE[0] >= 1:
        DUE[0] -= 1
        action_space.sample()
    return 0
