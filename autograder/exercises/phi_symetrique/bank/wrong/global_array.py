"""Faux : un seul tableau, créé hors de la fonction."""
# diagnostic : shared_result

import numpy as np

resultat = np.ones(15)


def phi_symetrique(state, action):
    z = (state if action == 1 else -state) / np.array([2.4, 2.0, 0.21, 2.0])
    resultat[1:5] = z
    resultat[5:] = np.outer(z, z)[np.triu_indices(4)]
    return resultat
