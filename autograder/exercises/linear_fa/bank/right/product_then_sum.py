"""Juste : un produit terme à terme, puis une somme."""

import numpy as np


def linear_fa(theta, state, actions):
    features = np.array([phi(state, action) for action in actions])
    return (features * theta).sum(axis=1)
