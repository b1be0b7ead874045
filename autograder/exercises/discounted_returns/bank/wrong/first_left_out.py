"""Faux : range s'arrête avant 0."""
# diagnostic : first_left_out

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    G = np.zeros(T)
    g = 0.0
    for t in range(T - 1, 0, -1):
        g = rewards[t] + gamma * g
        G[t] = g
    return G
