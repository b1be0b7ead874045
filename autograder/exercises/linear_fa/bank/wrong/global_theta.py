"""Faux : le theta du cahier, une variable globale."""
# diagnostic : theta_unused

import numpy as np

theta = np.array([0.1, 0.2, 0.3, 0.4])


def linear_fa(weights, state, actions):
    return np.array([np.dot(theta, phi(state, a)) for a in actions])
