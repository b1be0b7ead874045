"""Juste : deux boucles pour les produits, une liste que l'on complète."""

import numpy as np


def phi_symetrique(state, action):
    if action == 1:
        s = state
    else:
        s = -state
    z = s / np.array([2.4, 2, 0.21, 2])
    traits = [1]
    for i in range(4):
        traits.append(z[i])
    for i in range(4):
        for j in range(i, 4):
            traits.append(z[i] * z[j])
    return np.array(traits)
