"""Faux : une ligne (1, 4) au lieu d'un tableau (4,)."""
# diagnostic : extra_dimension

import numpy as np


def phi(state, action):
    sign = 1 if action == 1 else -1
    return np.array([sign * state])
