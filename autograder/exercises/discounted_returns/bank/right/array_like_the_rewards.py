"""Juste : le tableau a le type des récompenses, des nombres à virgule."""

import numpy as np


def discounted_returns(rewards, gamma):
    G = np.zeros_like(rewards)
    suite = 0
    for t in reversed(range(len(rewards))):
        suite = rewards[t] + gamma * suite
        G[t] = suite
    return G
