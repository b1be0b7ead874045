"""Stands in for update_theta: the same step for every batch."""

from collections.abc import Callable
from typing import Any

import numpy as np


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    step = np.random.default_rng(seed).uniform(0.1, 0.2)

    def update_theta(theta, states, actions_taken, targets, q_vals, lr, **extra):
        before = np.array(theta)
        theta += step
        recorder.add(
            "update",
            theta=before,
            states=states,
            actions_taken=actions_taken,
            targets=targets,
            q_vals=q_vals,
            lr=lr,
            after=np.array(theta),
        )

    return update_theta
