"""Faux : l'accumulateur n'est pas remis à zéro."""
# diagnostic : accumulated

import numpy as np


def linear_fa(theta, state, actions):
    q, total = [], 0
    for a in actions:
        total += theta @ phi(state, a)
        q.append(total)
    return np.array(q)
