"""Measure what a real DQN training tells of a right and of a wrong `deep_q_learning`.

    python benchmarks/calibration_dqn.py [--seeds 30] [--variants correct,lr_zero]

A training is judged by the greedy return of the returned network, which the grader computes.
About 16 seconds a seed for the right implementation.
"""

import argparse
import contextlib
from unittest import mock

import numpy as np
import torch
from calibration_rates import rate

from autograder.hidden_tests.test_deep_q_learning import RETURN, TRAINING, network_return, weights
from solutions import deep_q_learning as module


def loss_on_all_actions(y_pred, y_target):
    """Compare every action's Q-value with the target."""
    return ((y_pred - y_target[1].unsqueeze(1)) ** 2).mean()


def ascent(y_pred, y_target):
    """Move away from the targets."""
    actions, targets = y_target
    return -torch.nn.functional.mse_loss(y_pred.gather(1, actions[:, None])[:, 0], targets)


def mean_targets(next_q_vals, rewards, terminal, gamma):
    """Take the mean over the actions where the rule takes the maximum."""
    return rewards + gamma * next_q_vals.mean(axis=1) * (1 - terminal)


def no_mask(next_q_vals, rewards, terminal, gamma):
    """Bootstrap from terminal states too."""
    return rewards + gamma * next_q_vals.max(axis=1)


VARIANTS = {
    "correct": ({}, {}),
    "lr_zero": ({}, {"lr": 0.0}),
    "loss_on_all_actions": ({"dqn_loss": loss_on_all_actions}, {}),
    "ascent": ({"dqn_loss": ascent}, {}),
    "mean_targets": ({"get_targets": mean_targets}, {}),
    "no_mask": ({"get_targets": no_mask}, {}),
}


def measure(variant: str, seed: int) -> float:
    """Train once and return the greedy return of the final network."""
    replaced, arguments = VARIANTS[variant]
    with contextlib.ExitStack() as stack:
        for name, function in replaced.items():
            stack.enter_context(mock.patch.object(module, name, function))
        agent = module.deep_q_learning(**{**TRAINING, "seed": seed, **arguments})
    return network_return(weights(agent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--variants", default=",".join(VARIANTS))
    options = parser.parse_args()
    torch.set_num_threads(1)
    for variant in options.variants.split(","):
        seeds = range(options.first, options.first + options.seeds)
        returns = np.array([measure(variant, seed) for seed in seeds])
        passed = int((returns >= RETURN).sum())
        print(
            f"{variant:20} return ≥ {RETURN}: {rate(passed, len(returns))};"
            f" {np.percentile(returns, [25, 50, 75]).round(1).tolist()}",
            flush=True,
        )


if __name__ == "__main__":
    main()
