"""Faux : l'action devient une cinquième composante."""
# diagnostic : action_appended

import numpy as np


def phi(state, action):
    return np.concatenate([state, [action]])
