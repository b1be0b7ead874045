"""What students can check of batch_linear_q while they work."""

from typing import Any

from autograder.exercises.batch_linear_q.mistakes import MISTAKES
from autograder.training import visible
from solutions.batch_linear_q import batch_linear_q

SHORT = {"n_trajectories": 4, "lr": 0.05}
RUNS: tuple[dict[str, Any], ...] = (
    {"n_trajectories": 8, "seed": 11, "gamma": 0.9, "batch_size": 12, "lr": 0.01},
    {"n_trajectories": 6, "seed": 12, "buffer_size": 30, "epsilon_decay": 0.4, "epsilon_min": 0.3},
)


def checks() -> dict:
    return visible.checks(
        "batch_linear_q",
        MISTAKES,
        q="linear_fa",
        short=SHORT,
        runs=[{"arguments": run, "poids": batch_linear_q(**run)} for run in RUNS],
        near=2e-5,
    )
