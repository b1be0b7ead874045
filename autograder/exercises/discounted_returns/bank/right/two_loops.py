"""Juste : deux boucles, une puissance de gamma par terme."""

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    G = np.zeros(T)
    for t in range(T):
        for k in range(t, T):
            G[t] += gamma ** (k - t) * rewards[k]
    return G
