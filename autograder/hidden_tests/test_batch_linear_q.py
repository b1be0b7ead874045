"""Hidden tests of batch_linear_q."""

import pytest

from autograder.checking import points
from autograder.hidden_tests import loops
from autograder.hidden_tests.linear_loop import (
    RETURN,
    RUNS,
    TRAINING,
    check_initial_theta,
    check_learning,
    evidence,
    theta_return,
)

# what the calibration scripts measure
__all__ = [
    "RETURN",
    "RUNS",
    "TRAINING",
    "theta_return",
    "module",
    "base",
    "base",
    "epsilon_decay",
    "epsilon_min",
    "base",
    "time_limit",
    "base",
    "base",
    "other_seed",
    "n_trajectories",
    "gamma",
    "batch_size",
    "lr",
    "buffer_size",
    "base",
    "lr",
    "update_theta",
]
