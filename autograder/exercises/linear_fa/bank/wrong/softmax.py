"""Faux : des probabilités au lieu des Q-valeurs."""
# diagnostic : probabilities

import numpy as np


def linear_fa(theta, state, actions):
    q = np.array([theta @ phi(state, action) for action in actions])
    e = np.exp(q - q.max())
    return e / e.sum()
