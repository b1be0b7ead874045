"""Faux : la médiane des deux Q-valeurs."""
# diagnostic : mean_not_max

import numpy as np


def valeur_gloutonne(theta, state):
    return np.median([theta @ phi(state, a) for a in (0, 1)])
