"""Faux : l'état est borné avant de servir."""
# diagnostic : clipped

import numpy as np


def phi(state, action):
    s = np.clip(state, -1, 1)
    return s if action else -s
