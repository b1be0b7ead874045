"""Right and wrong versions of deep_q_learning, really trained: what the last resort is worth.

A training is judged by the greedy return of the returned network, which the grader computes. About
16 seconds a seed for the right version; calibration/last_resort.py measures them.
"""

import contextlib
from unittest import mock

import torch

from autograder.exercises.deep_q_learning import loop
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


# What replaces the reference's functions, and its arguments.
CHANGES = {
    "correct": ({}, {}),
    "lr_zero": ({}, {"lr": 0.0}),
    "loss_on_all_actions": ({"dqn_loss": loss_on_all_actions}, {}),
    "ascent": ({"dqn_loss": ascent}, {}),
    "mean_targets": ({"get_targets": mean_targets}, {}),
    "no_mask": ({"get_targets": no_mask}, {}),
}
VARIANTS = {
    "correct": "une réponse juste",
    "lr_zero": "un taux d'apprentissage nul",
    "loss_on_all_actions": "la perte sur toutes les actions",
    "ascent": "le signe de la perte inversé",
    "mean_targets": "la moyenne au lieu du maximum",
    "no_mask": "pas de masque terminal",
}


def train(variant: str, settings: dict, seed: int) -> float:
    """Train once and return the greedy return of the final network."""
    replaced, arguments = CHANGES[variant]
    torch.set_num_threads(1)
    with contextlib.ExitStack() as stack:
        for name, function in replaced.items():
            stack.enter_context(mock.patch.object(module, name, function))
        agent = module.deep_q_learning(**{**settings, "seed": seed, **arguments})
    return loop.network_return(loop.weights(agent))


NEEDED = loop.RETURN
TRAINED = {"deep_q_learning": loop.TRAINING}
TRIES = len(loop.SEEDS)  # of this training
SEEDS = 200  # with which the right version is trained
