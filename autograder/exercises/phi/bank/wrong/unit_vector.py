"""Faux : les caractéristiques sont normalisées."""
# diagnostic : normalised

import numpy as np


def phi(state, action):
    direction = state / np.linalg.norm(state)
    return direction if action == 1 else -direction
