"""Faux : la boucle compte les actions au lieu de les lire."""
# diagnostic : counted_actions

import numpy as np


def linear_fa(theta, state, actions):
    q = np.zeros(len(actions))
    for i in range(len(actions)):
        q[i] = theta @ phi(state, i)
    return q
