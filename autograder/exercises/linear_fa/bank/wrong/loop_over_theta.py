"""Faux : une boucle sur theta au lieu des actions."""
# diagnostic : no_sum

import numpy as np


def linear_fa(theta, state, actions):
    q = []
    for a in actions:
        for i in range(len(theta)):
            q.append(theta[i] * phi(state, a)[i])
    return np.array(q)
