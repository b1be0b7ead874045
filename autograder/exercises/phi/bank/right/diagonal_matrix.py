"""Juste : plus ou moins la matrice identité, multipliée par l'état."""

import numpy as np

I4 = np.eye(4)


def phi(state, action):
    M = I4 if int(action) == 1 else -I4
    return M @ state
