"""Faux : l'état change de signe sur place pour l'action 0."""
# diagnostic : arguments_modified

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for a in actions:
        if a == 0:
            state *= -1
        q_vals.append(state @ theta)
    return np.array(q_vals)
