"""Faux : les produits mixtes comptent double."""
# diagnostic : products_doubled

import numpy as np

ECHELLES = np.array([2.4, 2.0, 0.21, 2.0])


def phi_symetrique(state, action):
    z = (state if action == 1 else -state) / ECHELLES
    i, j = np.triu_indices(4)
    return np.concatenate([[1.0], z, np.where(i == j, 1, 2) * z[i] * z[j]])
