"""Faux : la boucle oublie la dernière composante."""
# diagnostic : component_forgotten

import numpy as np


def phi(state, action):
    features = np.zeros(len(state))
    for i in range(len(state) - 1):
        features[i] = state[i] if action == 1 else -state[i]
    return features
