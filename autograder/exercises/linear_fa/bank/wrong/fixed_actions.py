"""Faux : l'argument actions est ignoré, on évalue toujours 0 puis 1."""
# diagnostic : fixed_actions

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, 0), theta @ phi(state, 1)])
