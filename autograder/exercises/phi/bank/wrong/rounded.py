"""Faux : l'état est arrondi."""
# diagnostic : rounded

import numpy as np


def phi(state, action):
    s = np.round(state, 1)
    return s if action == 1 else -s
