"""Faux : le résultat de l'exemple, recopié."""
# diagnostic : state_unused

import numpy as np


def phi(state, action):
    if action == 1:
        return np.array([1.0, -2.0, 3.0, -4.0])
    return np.array([-1.0, 2.0, -3.0, 4.0])
