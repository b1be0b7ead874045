"""Faux : phi est appelée avec l'action 1 dans tous les cas."""
# diagnostic : same_action

import numpy as np


def linear_fa(theta, state, actions):
    q = []
    for action in actions:
        q.append(np.dot(theta, phi(state, 1)))
    return q
