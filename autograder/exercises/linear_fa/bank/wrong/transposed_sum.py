"""Faux : theta ajouté au lieu d'être multiplié."""
# diagnostic : theta_added

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.sum(theta + phi(state, a)) for a in actions])
