"""Faux : le return est dans la boucle."""
# diagnostic : first_action_only

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for action in actions:
        q_vals.append(np.dot(theta, phi(state, action)))
        return np.array(q_vals)
