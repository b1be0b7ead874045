"""Faux : l'état converti en entiers."""
# diagnostic : whole_numbers

import numpy as np


def phi(state, action):
    s = np.array(state, dtype=int)
    return s if action == 1 else -s
