"""Faux : un dictionnaire, dont les clés nomment les actions."""
# diagnostic : labelled_values

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = {}
    for action in actions:
        q_vals["action " + str(action)] = np.dot(theta, phi(state, action))
    return q_vals
