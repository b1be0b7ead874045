"""Juste : np.where choisit entre l'état et son opposé."""

import numpy as np


def phi(state, action):
    return np.where(action == 1, state, -state)
