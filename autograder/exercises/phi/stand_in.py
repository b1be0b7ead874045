"""Stands in for phi: an arbitrary linear feature map, one matrix an action."""

import numpy as np

MATRICES = np.array(
    [
        [[0, 2, 0, 1], [1, 0, 0, 0], [0, 0, 3, 0], [0, 1, 0, 2]],
        [[1, 0, 0, 0], [0, 0, 2, 0], [1, 1, 0, 0], [0, 0, 0, -1]],
        [[0, 0, 1, 0], [0, 3, 0, 0], [2, 0, 0, 1], [1, 0, 0, 0]],
    ],
    dtype=float,
)


def phi(state, action):
    return np.asarray(state) @ MATRICES[action].T


def stand_in(recorder):
    return phi
