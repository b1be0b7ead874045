"""Faux : un logarithme d'exponentielles."""
# diagnostic : softmax_mean

import numpy as np


def valeur_gloutonne(theta, state):
    q = np.array([theta @ phi(state, a) for a in (0, 1)])
    return np.log(np.exp(q).sum())
