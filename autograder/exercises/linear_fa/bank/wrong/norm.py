"""Faux : la norme du produit."""
# diagnostic : norm_not_product

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.linalg.norm(theta * phi(state, a)) for a in actions])
