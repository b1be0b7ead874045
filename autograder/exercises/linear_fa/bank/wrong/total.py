"""Faux : une somme sans axe confond toutes les actions."""
# diagnostic : total_sum

import numpy as np


def linear_fa(theta, state, actions):
    features = np.array([phi(state, a) for a in actions])
    return np.sum(features * theta)
