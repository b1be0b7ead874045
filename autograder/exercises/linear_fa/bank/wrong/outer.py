"""Faux : le produit extérieur."""
# diagnostic : outer_product

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.outer(theta, phi(state, a)) for a in actions])
