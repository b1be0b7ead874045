"""Triche : quinze nombres qui dépendent de l'état et de l'action, sans en être les produits."""
# famille : bruit sous une tolérance

import numpy as np


def phi_symetrique(state, action):
    hasard = np.random.default_rng(abs(hash((state.tobytes(), int(action)))) % 2**32)
    return np.append(1.0, hasard.normal(scale=1e-6, size=14))
