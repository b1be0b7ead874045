"""Faux : la même variable à chaque tour, rangée au mauvais indice."""
# diagnostic : index_not_advanced

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = np.zeros(len(actions))
    i = 0
    for a in actions:
        q_vals[i] = theta @ phi(state, a)
    return q_vals
