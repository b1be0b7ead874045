"""Faux : l'état pour l'action 0, zéro pour l'autre."""
# diagnostic : multiplied_by_action

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ state * a for a in actions])
