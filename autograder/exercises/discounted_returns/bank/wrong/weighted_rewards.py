"""Faux : une moyenne mobile, dont les poids font 1."""
# diagnostic : weighted_rewards

import numpy as np


def discounted_returns(rewards, gamma):
    G = np.zeros(len(rewards))
    g = 0.0
    for t in reversed(range(len(rewards))):
        g = (1 - gamma) * rewards[t] + gamma * g
        G[t] = g
    return G
