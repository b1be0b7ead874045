"""Faux : le numéro de l'action est ajouté."""
# diagnostic : action_added

import numpy as np


def linear_fa(theta, state, actions):
    return np.array([theta @ phi(state, a) + a for a in actions])
