"""Faux : l'état du cahier, une variable globale, au lieu du paramètre."""
# diagnostic : state_unused

import numpy as np

state = np.array([0.03, 0.01, -0.04, 0.02])


def phi(s, action):
    return state if action == 1 else -state
