"""Faux : un état du cahier à la place du paramètre."""
# diagnostic : state_unused

import numpy as np

s = np.array([0.1, -0.2, 0.03, 0.4])


def phi_symetrique(state, action):
    z = (s if action == 1 else -s) / np.array([2.4, 2.0, 0.21, 2.0])
    return np.hstack([1.0, z, np.outer(z, z)[np.triu_indices(4)]])
