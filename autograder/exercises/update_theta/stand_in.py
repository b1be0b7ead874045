"""Stands in for update_theta: the same step for every batch."""

from collections.abc import Callable
from typing import Any

import numpy as np


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    step = np.random.default_rng(seed).uniform(0.1, 0.2)

    def neutral(theta, *others, **extra):
        theta += step

    return noted(recorder, neutral)


def noted(recorder: Any, own: Callable[..., Any]) -> Callable[..., Any]:
    """What does as `own` does, and is noted."""

    def update_theta(theta, states, actions_taken, targets, q_vals, lr, **extra):
        before = np.array(theta)
        found = own(theta, states, actions_taken, targets, q_vals, lr, **extra)
        recorder.add(
            "update",
            theta=before,
            states=states,
            actions_taken=actions_taken,
            targets=targets,
            q_vals=q_vals,
            lr=lr,
            after=np.array(theta if moved(theta, before) or found is None else found),
        )
        return found

    return update_theta


def moved(theta: Any, before: np.ndarray) -> bool:
    """Whether theta was changed in place, and not left for another one that is returned."""
    return not np.array_equal(theta, before)
