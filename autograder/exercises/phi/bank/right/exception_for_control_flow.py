"""Juste : une assertion, un try et un résultat intermédiaire affiché."""

import numpy as np


def phi(state, action):
    assert len(state) == 4, "l'état a quatre composantes"
    try:
        factor = {1: 1}[action]
    except KeyError:
        factor = -1
    result = np.multiply(state, factor)
    print("phi =", result)
    return result
