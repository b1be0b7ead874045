"""Faux : les doublons sont retirés de la liste."""
# diagnostic : duplicates_removed

import numpy as np


def linear_fa(theta, state, actions):
    uniques = []
    for a in actions:
        if a not in uniques:
            uniques.append(a)
    return np.array([phi(state, a) for a in uniques]) @ theta
