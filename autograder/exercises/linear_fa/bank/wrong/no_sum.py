"""Faux : le produit terme à terme n'est pas additionné."""
# diagnostic : no_sum

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta * phi(state, action) for action in actions])
