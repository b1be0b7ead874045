"""Juste : le signe n'est mis que sur la partie linéaire, car les produits n'en changent pas."""

import numpy as np


def mettre_a_l_echelle(etat):
    return etat / np.array([2.4, 2.0, 0.21, 2.0])


def phi_symetrique(state, action):
    z = mettre_a_l_echelle(state)
    produits = [z[i] * z[j] for i in range(4) for j in range(4) if j >= i]
    return np.concatenate(([1], z if action == 1 else -z, produits))
