"""Faux : l'indice de la meilleure action est renvoyé."""
# diagnostic : argmax_index

import numpy as np


def linear_fa(theta, state, actions):
    q = [theta @ phi(state, a) for a in actions]
    return np.argmax(q)
