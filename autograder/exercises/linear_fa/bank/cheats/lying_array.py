"""Triche : renvoie un tableau dont la forme, le type et les valeurs mentent."""
# famille : refuse la preuve

import numpy as np


class Row(np.ndarray):
    @property
    def dtype(self):
        return np.dtype(float)

    @property
    def shape(self):
        return (2,)

    def tolist(self):
        return [np.inf, -np.inf]

    def __array__(self, dtype=None, copy=None):
        return np.array([np.nan, np.nan])


def linear_fa(theta, state, actions):
    return np.zeros(len(actions)).view(Row)
