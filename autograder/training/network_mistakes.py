"""Mistakes in what a training function makes of its network's optimizer."""

import functools
from collections.abc import Iterator

import numpy as np

from autograder.judging.assertions import CheckError, close
from autograder.judging.mistakes import Mistake
from autograder.training.episodes import SCRIPTED, Inconclusive, Record
from autograder.training.mistakes import MISTAKES
from autograder.training.networks import NetworkLoop, Way

# For Adam, a gradient that is always clipped is one that is divided by its norm: one name for both.
NORMS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)  # that students clip their gradients to
VALUES = (0.01, 0.1, 0.5, 1.0, 10.0)


def agent_mistakes(loop: NetworkLoop, record: Record) -> Iterator[Mistake]:
    """What the settings of the returned agent's optimizer say."""
    agent = record.value if isinstance(record.value, dict) else {}
    if agent.get("optimizer", "Adam") != "Adam":
        yield MISTAKES.other_optimizer
    elif not close(agent.get("weight_decay", 0.0), 0.0):
        yield MISTAKES.weight_decay
    if "lr" in agent and not close(agent["lr"], SCRIPTED["lr"]):
        other = loop.record(lr=2 * SCRIPTED["lr"]).value
        fixed = isinstance(other, dict) and close(other.get("lr"), agent["lr"])
        yield MISTAKES.fixed_lr if fixed else MISTAKES.setting_changes


def optimizer_mistakes(loop: NetworkLoop) -> list[Mistake]:
    """What is made of the optimizer from one batch to the next.

    The weights go where a wrong way leads, and it leads elsewhere than the right one.
    """
    try:
        if loop.explained():
            return []
    except (CheckError, Inconclusive):
        return []
    _, right = loop.displacements()
    for mistake, way in _ways():
        seen, wanted = loop.displacements(way)
        off = np.linalg.norm(seen - wanted)
        if off < NEAR * np.linalg.norm(wanted) and off < NEAR * np.linalg.norm(wanted - right):
            return [mistake]
    return []


NEAR = 0.1  # of the way that a wrong rule goes, and of what sets it apart from the right one


def _ways():
    yield MISTAKES.optimizer_restarted, Way(restarts="update")
    yield MISTAKES.optimizer_restarted, Way(restarts="trajectory")
    yield MISTAKES.gradients_not_reset, Way(forgets=False)
    yield MISTAKES.two_optimizer_steps, Way(steps=2)
    for norm in NORMS:
        yield MISTAKES.gradients_rescaled, Way(changed=functools.partial(_clip_norm, norm))
    for value in VALUES:
        yield MISTAKES.gradients_rescaled, Way(changed=functools.partial(_clip_value, value))
    yield MISTAKES.gradients_rescaled, Way(changed=_normalise)
    yield MISTAKES.gradients_rescaled, Way(changed=_normalise_each)


def _clip_norm(most, parameters):
    import torch

    torch.nn.utils.clip_grad_norm_(parameters, most)


def _clip_value(most, parameters):
    import torch

    torch.nn.utils.clip_grad_value_(parameters, most)


def _normalise(parameters):
    norm = sum(float((one.grad**2).sum()) for one in parameters) ** 0.5
    for one in parameters:
        one.grad /= norm + 1e-8


def _normalise_each(parameters):
    for one in parameters:
        one.grad /= one.grad.norm() + 1e-8
