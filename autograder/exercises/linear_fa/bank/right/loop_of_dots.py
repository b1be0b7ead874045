"""Juste : un produit scalaire par action, dans une boucle."""

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for action in actions:
        q_vals.append(np.dot(theta, phi(state, action)))
    return np.array(q_vals)
