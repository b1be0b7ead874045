"""Faux : un biais ajouté."""
# diagnostic : bias_added

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, a) + 1 for a in actions])
