"""Faux : le produit terme à terme n'est pas additionné."""

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta * phi(state, action) for action in actions])
