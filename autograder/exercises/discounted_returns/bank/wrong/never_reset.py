"""Faux : la somme n'est pas remise à zéro."""
# diagnostic : accumulated

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    G = np.zeros(T)
    g = 0
    for t in range(T):
        for k in range(T - t):
            g += gamma**k * rewards[t + k]
        G[t] = g
    return G
