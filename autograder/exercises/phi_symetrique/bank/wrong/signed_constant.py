"""Faux : la constante prend le signe du miroir."""
# diagnostic : constant_of_action

import numpy as np

ECHELLES = np.array([2.4, 2.0, 0.21, 2.0])


def phi_symetrique(state, action):
    signe = 2 * action - 1
    z = signe * state / ECHELLES
    i, j = np.triu_indices(4)
    return np.concatenate([[signe], z, z[i] * z[j]])
