"""Faux : theta est modifié au passage."""
# diagnostic : arguments_modified

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for action in actions:
        products = theta
        products *= phi(state, action)
        q_vals.append(products.sum())
    return np.array(q_vals)
