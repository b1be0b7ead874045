"""Faux : le produit vectoriel."""

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.cross(theta[:3], phi(state, a)[:3]) for a in actions])
