"""Juste : une boucle sur les indices, un résultat en float32."""

import numpy as np

DROITE = 1


def phi(state, action):
    n = state.shape[0]
    caracteristiques = np.zeros(n, dtype="float32")
    for k in range(n):
        caracteristiques[k] = state[k]
        if action != DROITE:
            caracteristiques[k] = -caracteristiques[k]
    return caracteristiques
