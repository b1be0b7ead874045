"""Faux : la somme de tous les produits de theta et de phi."""
# diagnostic : outer_product

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.outer(theta, phi(state, a)).sum() for a in actions])
