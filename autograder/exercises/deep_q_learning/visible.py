"""What students can check of deep_q_learning while they work."""

from typing import Any

from autograder.exercises.deep_q_learning.loop import weights
from autograder.exercises.deep_q_learning.mistakes import MISTAKES
from autograder.training import visible

SHORT = {"n_trajectories": 3, "batch_size": 8}
RUN: dict[str, Any] = {"n_trajectories": 3, "seed": 11, "gamma": 0.9, "batch_size": 12, "lr": 0.02}


def checks() -> dict:
    from solutions.deep_q_learning import deep_q_learning  # torch takes seconds to import

    return visible.checks(
        "deep_q_learning",
        MISTAKES,
        q="",
        short=SHORT,
        runs=[{"arguments": RUN, "poids": weights(deep_q_learning(**RUN))}],
        near=2e-3,
    )
