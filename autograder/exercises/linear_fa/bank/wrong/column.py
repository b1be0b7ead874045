"""Faux : une colonne (n, 1) au lieu d'un tableau (n,)."""
# diagnostic : column

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([[theta @ phi(state, action)] for action in actions])
