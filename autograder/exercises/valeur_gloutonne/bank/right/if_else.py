"""Juste : deux variables et une condition."""

import numpy as np


def valeur_gloutonne(theta, state):
    gauche = np.sum(theta * phi(state, 0))
    droite = np.sum(theta * phi(state, 1))
    if gauche > droite:
        return gauche
    else:
        return droite
