"""Stands in for linear_fa: the values of the neutral phi, none of which is called."""

import numpy as np

# Those of phi's stand-in, written again: a stand-in travels alone.
MATRICES = np.array(
    [
        [[0, 2, 0, 1], [1, 0, 0, 0], [0, 0, 3, 0], [0, 1, 0, 2]],
        [[1, 0, 0, 0], [0, 0, 2, 0], [1, 1, 0, 0], [0, 0, 0, -1]],
        [[0, 0, 1, 0], [0, 3, 0, 0], [2, 0, 0, 1], [1, 0, 0, 0]],
    ],
    dtype=float,
)


def stand_in(recorder):
    def linear_fa(theta, state, actions, **extra):
        recorder.add("linear_fa", theta=theta, state=state)
        features = np.array([np.asarray(state) @ MATRICES[a].T for a in actions])
        return features @ np.asarray(theta)

    return linear_fa
