"""Juste : un avertissement, une barre de progression et un message sur stderr."""

import sys
import warnings

import numpy as np
from tqdm import tqdm


def phi(state, action):
    if action not in (0, 1):
        warnings.warn(f"action inattendue : {action}")
    print("phi appelée", file=sys.stderr)
    x = np.empty(len(state))
    for i in tqdm(range(len(state))):
        x[i] = state[i] if action == 1 else -state[i]
    return x
