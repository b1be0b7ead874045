"""Faux : l'action suit l'état, déjà changé de signe."""
# diagnostic : action_appended

import numpy as np


def phi(state, action):
    return np.concatenate([state if action == 1 else -state, [action]])
