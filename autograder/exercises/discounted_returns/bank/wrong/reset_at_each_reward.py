"""Faux : la somme repart de zéro à chaque récompense, comme pour un jeu en manches."""
# diagnostic : no_sum

import numpy as np


def discounted_returns(rewards, gamma):
    G, suite = np.zeros(len(rewards)), 0.0
    for t in reversed(range(len(rewards))):
        if rewards[t] != 0:
            suite = 0.0
        suite = gamma * suite + rewards[t]
        G[t] = suite
    return G
