"""Faux : l'action 0 donne un vecteur nul."""
# diagnostic : zero_for_others

import numpy as np


def phi(state, action):
    return state if action == 1 else np.zeros_like(state)
