"""Faux : les quatre composantes ne sont pas à l'échelle."""
# diagnostic : linear_part_not_scaled

import numpy as np

ECHELLES = np.array([2.4, 2.0, 0.21, 2.0])


def phi_symetrique(state, action):
    s = state if action == 1 else -state
    z = s / ECHELLES
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], s, z[i] * z[j]])
