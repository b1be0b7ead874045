"""Hidden tests of deep_q_learning."""

import pytest

from autograder.checking import close, points, require
from autograder.hidden_tests import loops
from autograder.hidden_tests.deep_loop import (
    RETURN,
    SEEDS,
    TRAINING,
    agent_of,
    check_learning,
    evidence,
    network_return,
    weights,
)

# what the calibration scripts measure
__all__ = [
    "RETURN",
    "SEEDS",
    "TRAINING",
    "network_return",
    "weights",
    "module",
    "optimizer",
    "Adam",
    "lr",
    "base",
    "epsilon_decay",
    "epsilon_min",
    "base",
    "time_limit",
    "base",
    "base",
    "other_seed",
    "base",
    "n_trajectories",
    "gamma",
    "batch_size",
    "buffer_size",
]
