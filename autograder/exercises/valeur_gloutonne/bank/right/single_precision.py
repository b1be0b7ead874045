"""Juste : en simple précision."""

import numpy as np


def valeur_gloutonne(theta, state):
    traits = np.array([-state, state], dtype=np.float32)
    return np.max(traits @ theta.astype(np.float32))
