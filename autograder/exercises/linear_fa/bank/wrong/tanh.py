"""Faux : une activation après le produit."""
# diagnostic : activation

import numpy as np


def linear_fa(theta, state, actions):
    return np.tanh(np.array([theta @ phi(state, a) for a in actions]))
