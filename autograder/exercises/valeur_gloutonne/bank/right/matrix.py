"""Juste : une matrice (2, 4) et une fonction auxiliaire ; le résultat est un np.float64."""

import numpy as np


def q_valeurs(theta, state):
    return np.stack([phi(state, action) for action in (0, 1)]) @ theta


def valeur_gloutonne(theta, state):
    q = q_valeurs(theta, state)
    return q[np.argmax(q)]
