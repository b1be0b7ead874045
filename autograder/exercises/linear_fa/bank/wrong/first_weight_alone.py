"""Faux : theta[0] est pris pour un biais."""
# diagnostic : weight_as_bias

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta[0] + theta[1:] @ phi(state, a)[1:] for a in actions])
