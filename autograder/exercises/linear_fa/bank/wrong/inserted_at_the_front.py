"""Faux : deux erreurs, l'ordre inverse et une colonne."""
# diagnostic : reversed_order, column

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for a in actions:
        q_vals.insert(0, [theta @ phi(state, a)])
    return np.array(q_vals)
