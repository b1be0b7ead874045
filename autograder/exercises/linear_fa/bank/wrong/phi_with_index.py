"""Faux : phi reçoit l'action multipliée par l'état."""
# diagnostic : multiplied_by_action

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ (a * phi(state, a)) for a in actions])
