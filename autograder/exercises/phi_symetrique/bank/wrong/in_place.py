"""Faux : l'état est retourné et divisé sur place."""
# diagnostic : arguments_modified

import numpy as np


def phi_symetrique(state, action):
    z = state
    if action != 1:
        z *= -1
    z /= np.array([2.4, 2.0, 0.21, 2.0])
    return np.hstack([1.0, z, np.outer(z, z)[np.triu_indices(4)]])
