"""Faux : theta ne sert pas."""
# diagnostic : theta_ignored

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([np.sum(phi(state, action)) for action in actions])
