"""Juste : une somme d'Einstein sur les caractéristiques empilées."""

import numpy as np


def linear_fa(theta, state, actions):
    return np.einsum("ij,j->i", np.stack([phi(state, a) for a in actions]), theta)
