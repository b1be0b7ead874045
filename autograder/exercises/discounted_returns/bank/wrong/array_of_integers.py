"""Faux : les rendements sont écrits dans un tableau d'entiers."""
# diagnostic : whole_numbers

import numpy as np


def discounted_returns(rewards, gamma):
    G, suite = np.zeros(len(rewards), dtype=int), 0.0
    for t in reversed(range(len(rewards))):
        suite = rewards[t] + gamma * suite
        G[t] = suite
    return G
