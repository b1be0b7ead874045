"""Juste : une barre de progression, un avertissement, du texte sur stderr."""

import sys
import warnings

import numpy as np
from tqdm import tqdm


def linear_fa(theta, state, actions):
    warnings.warn("linear_fa est lente", UserWarning)
    res = []
    for a in tqdm(actions, desc="actions"):
        print("action", a, file=sys.stderr)
        res += [np.inner(phi(state, a), theta)]
    print(res)
    return np.asarray(res)
