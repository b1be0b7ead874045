"""Faux : moins la valeur absolue, au lieu de l'opposé."""
# diagnostic : absolute_value

import numpy as np


def phi(state, action):
    return state if action == 1 else -np.abs(state)
