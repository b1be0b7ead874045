"""Faux : l'échelle est l'étendue, et non la limite."""
# diagnostic : other_scale

import numpy as np

ECHELLES = np.array([2.4, 2.0, 0.21, 2.0])


def phi_symetrique(state, action):
    z = (2 * action - 1) * state / (2 * ECHELLES)
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], z, z[i] * z[j]])
