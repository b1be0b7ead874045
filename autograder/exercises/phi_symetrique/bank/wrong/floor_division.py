"""Faux : la division entière."""
# diagnostic : floor_division

import numpy as np


def phi_symetrique(state, action):
    z = phi(state, action) // np.array([2.4, 2, 0.21, 2])
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], z, z[i] * z[j]])
