"""Stands in for get_targets: the rewards, and some more at each row."""

from collections.abc import Callable
from typing import Any

import numpy as np


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    more = np.random.default_rng(seed).uniform(0.2, 0.4)

    def neutral(next_q_vals, rewards, terminal, gamma, **extra):
        return np.asarray(rewards, dtype=float) + more * np.arange(len(rewards))

    return noted(recorder, neutral)


def noted(recorder: Any, own: Callable[..., Any]) -> Callable[..., Any]:
    """What does as `own` does, and is noted."""

    def get_targets(next_q_vals, rewards, terminal, gamma, **extra):
        targets = own(next_q_vals, rewards, terminal, gamma, **extra)
        recorder.add(
            "targets",
            next_q_vals=next_q_vals,
            rewards=rewards,
            terminal=terminal,
            gamma=gamma,
            targets=targets,
        )
        return targets

    return get_targets
