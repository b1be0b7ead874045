"""Faux : return est dans la boucle."""
# diagnostic : last_only

import numpy as np


def discounted_returns(rewards, gamma):
    G = np.zeros(len(rewards))
    g = 0.0
    for t in reversed(range(len(rewards))):
        g = rewards[t] + gamma * g
        G[t] = g
        return G
