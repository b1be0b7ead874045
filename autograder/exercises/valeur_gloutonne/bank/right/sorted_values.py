"""Juste : la dernière des deux Q-valeurs, une fois triées."""

import numpy as np


def valeur_gloutonne(theta, etat):
    return sorted([np.vdot(theta, phi(etat, a)) for a in range(2)])[-1]
