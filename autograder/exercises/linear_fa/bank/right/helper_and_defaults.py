"""Juste : une fonction auxiliaire et des arguments facultatifs de plus."""

from typing import Optional

import numpy as np


def q_value(theta: np.ndarray, state: np.ndarray, action: int) -> float:
    return float(sum(w * x for w, x in zip(theta, phi(state, action))))


def linear_fa(
    theta: np.ndarray, state: np.ndarray, actions: list, bias: float = 0.0, dtype: Optional[type] = None
) -> np.ndarray:
    return np.array([q_value(theta, state, a) + bias for a in actions], dtype=dtype)
