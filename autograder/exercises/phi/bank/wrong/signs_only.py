"""Faux : le signe, sans l'état."""
# diagnostic : state_ignored

import numpy as np


def phi(state, action):
    return np.ones(4) if action == 1 else -np.ones(4)
