"""Faux : le maximum est pris avant le produit."""
# diagnostic : maximum_of_features

import numpy as np


def valeur_gloutonne(theta, state):
    return np.maximum(phi(state, 0), phi(state, 1)) @ theta
