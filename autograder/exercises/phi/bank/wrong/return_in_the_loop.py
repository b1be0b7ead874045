"""Faux : return est dans la boucle, et une seule composante sort."""
# diagnostic : first_component_only

import numpy as np


def phi(state, action):
    res = []
    for x in state:
        res.append(x if action == 1 else -x)
        return np.array(res)
