"""Juste : 1 et les z_i d'abord, puis tous leurs produits, dont les cinq premiers sont eux-mêmes."""

import numpy as np


def phi_symetrique(state, action):
    copie = np.copy(state)
    if action != 1:
        copie *= -1
    un_et_z = np.append(1.0, copie / np.array([2.4, 2.0, 0.21, 2.0]))
    i, j = np.triu_indices(5)
    print("caractéristiques :", len(i))
    return un_et_z[i] * un_et_z[j]
