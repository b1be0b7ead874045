"""Faux : les rendements sont centrés et réduits."""
# diagnostic : standardised

import numpy as np


def discounted_returns(rewards, gamma):
    G, suite = [], 0.0
    for r in rewards[::-1]:
        suite = r + gamma * suite
        G.insert(0, suite)
    G = np.array(G)
    return (G - G.mean()) / (G.std() + 1e-8)
