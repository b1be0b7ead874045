"""Faux : le résultat de np.append n'est pas gardé."""
# diagnostic : empty_result

import numpy as np


def linear_fa(theta, state, actions):
    q = np.array([])
    for a in actions:
        np.append(q, theta @ phi(state, a))
    return q
