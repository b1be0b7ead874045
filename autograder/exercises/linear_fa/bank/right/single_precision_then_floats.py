"""Juste : un calcul en float32, renvoyé en nombres de Python."""

import numpy as np


def linear_fa(theta, state, actions):
    t = theta.astype(np.float32)
    q = [np.dot(t, np.asarray(phi(state.astype(np.float32), a), dtype=np.float32)) for a in actions]
    return [x.item() for x in q]
