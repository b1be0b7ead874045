"""Faux : un signe moins de trop."""
# diagnostic : inverted_sign

import numpy as np


def linear_fa(theta, state, actions):
    return -np.array([phi(state, a) for a in actions]).dot(theta)
