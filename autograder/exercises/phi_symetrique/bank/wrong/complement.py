"""Faux : 1 − s au lieu de −s."""
# diagnostic : complement

import numpy as np


def phi_symetrique(state, action):
    z = (1 - state if action == 0 else state) / np.array([2.4, 2, 0.21, 2])
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], z, z[i] * z[j]])
