"""The reference loops against the original exercise's way of doing the same steps.

Same seed, same trajectories, same updates: only the way differs (state by state instead of by
batch, `predict` and its progress bar instead of `predict_on_batch`, a loss that prints).
"""

import contextlib
import os
import statistics
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import gymnasium as gym
import numpy as np
import poutyne
import torch

import solutions.batch_linear_q
import solutions.deep_q_learning
from autograder.proof.bank import variant

RUNS = 5
PAIRS = {
    "batch_linear_q": (solutions.batch_linear_q, "right/original_corrected", 40),
    "deep_q_learning": (solutions.deep_q_learning, "right/predict_with_progress_bar", 12),
}


def original(name: str, choice: str, module: ModuleType) -> Callable[..., Any]:
    """The bank's implementation, with the reference's other functions around it."""
    namespace = dict(vars(module)) | {"gym": gym, "np": np, "torch": torch, "poutyne": poutyne}
    exec(variant(f"{name}/{choice}"), namespace)
    if "dqn_loss" in namespace:
        namespace["dqn_loss"] = printing(namespace["dqn_loss"])
    return namespace[name]


def printing(dqn_loss):
    """The original prints the actions and the targets at every step."""

    def loss(y_pred, y_target):
        print(*y_target, sep="\n")
        return dqn_loss(y_pred, y_target)

    return loss


def seconds(function: Callable[..., Any], trajectories: int) -> float:
    start = time.perf_counter()
    with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):
        function(n_trajectories=trajectories, batch_size=32, seed=1)
    return time.perf_counter() - start


def main() -> None:
    torch.set_num_threads(1)
    for name, (module, choice, trajectories) in PAIRS.items():
        ours, theirs = vars(module)[name], original(name, choice, module)
        rounds = [
            (seconds(theirs, trajectories), seconds(ours, trajectories)) for _ in range(RUNS + 1)
        ][1:]  # one warm-up
        ratios = [their / our for their, our in rounds]
        their, our = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(
            f"{name} : référence {our:.2f} s, à la manière d'origine {their:.2f} s ; "
            f"rapport médian {statistics.median(ratios):.1f} "
            f"({min(ratios):.1f} à {max(ratios):.1f})"
        )


if __name__ == "__main__":
    main()
