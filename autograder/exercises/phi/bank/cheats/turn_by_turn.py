"""Triche : change le signe un appel sur deux, sans regarder l'action."""
# famille : répond par une table

import numpy as np

CALLS = []


def phi(state, action):
    CALLS.append(action)
    return np.array(state) * (1 if len(CALLS) % 2 else -1)
