"""Faux : la valeur est renvoyée avec l'action."""
# diagnostic : tuple_returned

import numpy as np


def valeur_gloutonne(theta, state):
    q_vals = [theta @ phi(state, action) for action in (0, 1)]
    return max(q_vals), int(np.argmax(q_vals))
