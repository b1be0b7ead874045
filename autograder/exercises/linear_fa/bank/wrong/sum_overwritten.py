"""Faux : chaque produit remplace le précédent."""
# diagnostic : last_product_only

import numpy as np


def linear_fa(theta, state, actions):
    q = np.zeros(len(actions))
    for i in range(len(actions)):
        for j in range(4):
            q[i] = theta[j] * phi(state, actions[i])[j]
    return q
