"""Stands in for epsilon_greedy_policy: any action, whatever the Q-values and epsilon."""

from collections.abc import Callable
from typing import Any

import numpy as np


def stand_in(recorder: Any, seed: int) -> Callable[..., Any]:
    rng = np.random.default_rng(seed)

    def neutral(q_vals, action_space, epsilon, **extra):
        return int(rng.integers(action_space.n))

    return noted(recorder, neutral)


def noted(recorder: Any, own: Callable[..., Any]) -> Callable[..., Any]:
    """What does as `own` does, and is noted."""

    def epsilon_greedy_policy(q_vals, action_space, epsilon, **extra):
        action = own(q_vals, action_space, epsilon, **extra)
        recorder.add("policy", q_vals=q_vals, epsilon=epsilon, action=action)
        return action

    return epsilon_greedy_policy
