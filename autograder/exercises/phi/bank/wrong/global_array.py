"""Faux : un tableau du cahier, rempli à chaque appel, est renvoyé à tous."""
# diagnostic : shared_result

import numpy as np

features = np.zeros(4)


def phi(state, action):
    features[:] = state
    if action != 1:
        features[:] = -features
    return features
