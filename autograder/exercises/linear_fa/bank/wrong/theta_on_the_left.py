"""Faux : theta multiplie le tableau du mauvais côté."""
# diagnostic : product_not_aligned

import numpy as np



def linear_fa(theta, state, actions):
    rows = np.stack([phi(state, action) for action in actions])
    return theta @ rows
