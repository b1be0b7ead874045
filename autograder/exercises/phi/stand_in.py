"""Stands in for phi: an arbitrary linear feature map, one matrix an action."""

from collections.abc import Callable
from typing import Any

import numpy as np


def matrices(seed: int) -> np.ndarray:
    """The matrices of a session, (3, 4, 4): of no use to who has not drawn them."""
    return np.random.default_rng(seed).normal(size=(3, 4, 4)).round(2)


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    neutral = matrices(seed)

    def phi(state, action):
        return np.asarray(state) @ neutral[action].T

    return phi
