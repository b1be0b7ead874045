"""Juste : la récurrence est faite sur place, dans une copie."""

import numpy as np


def discounted_returns(rewards, gamma):
    G = np.array(rewards, dtype=float)
    for t in range(len(G) - 2, -1, -1):
        G[t] += gamma * G[t + 1]
    return G
