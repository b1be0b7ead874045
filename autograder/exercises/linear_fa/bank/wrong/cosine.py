"""Faux : un cosinus au lieu d'un produit scalaire."""
# diagnostic : cosine

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = []
    for a in actions:
        x = phi(state, a)
        q_vals.append(np.dot(theta, x) / (np.linalg.norm(theta) * np.linalg.norm(x)))
    return np.array(q_vals)
