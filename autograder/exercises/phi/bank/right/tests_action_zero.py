"""Juste : seule l'action 0 change le signe."""

import numpy as np


def phi(state, action):
    x = np.array(state)
    if action == 0:
        x = -x
    return x
