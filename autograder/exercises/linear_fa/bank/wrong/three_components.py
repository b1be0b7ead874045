"""Faux : la boucle oublie la dernière composante."""
# diagnostic : component_forgotten

import numpy as np


def linear_fa(theta, state, actions):
    q = []
    for a in actions:
        s = 0
        for i in range(3):
            s += theta[i] * phi(state, a)[i]
        q.append(s)
    return np.array(q)
