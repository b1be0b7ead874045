"""What students can check of dqn_loss while they work."""

from typing import TYPE_CHECKING

import numpy as np

from autograder.exercises.dqn_loss.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.dqn_loss import dqn_loss

if TYPE_CHECKING:
    import torch

Call = tuple[np.ndarray, np.ndarray, np.ndarray]  # the network's output, the actions, the targets


def batch(y_pred: list, actions: list[int], q_target: list[float]) -> Call:
    return np.array(y_pred, np.float32), np.array(actions), np.array(q_target, np.float32)


HAND = batch([[1, 100], [100, 2]], [0, 1], [3, -1])
LARGER = batch([[0.5, 7], [-8, 1.25], [2, 9], [-6, -1]], [0, 1, 0, 1], [1, -0.5, 2.75, 0.5])
ODD = batch([[3, -4], [0.5, 2], [5, 1.5]], [1, 0, 1], [-2.5, 0.25, 4])
SINGLE = batch([[5, 100]], [0], [2]), batch([[60, -1]], [1], [1.5])


def tensors(call: Call) -> "tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]":
    """What the loss receives: the network's output, and the pair (actions, targets)."""
    import torch  # here only: the other exercises are built without it

    y_pred, actions, q_target = map(torch.from_numpy, call)
    return y_pred, (actions, q_target)


def gradient(call: Call) -> "torch.Tensor":
    """How the right loss depends on the network's output."""
    y_pred, y_target = tensors(call)
    y_pred.requires_grad_(True)
    dqn_loss(y_pred, y_target).backward()
    assert y_pred.grad is not None
    return y_pred.grad


def checks() -> dict:
    return computed(
        dqn_loss,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "La perte est la moyenne des (cible − Q-valeur de l'action prise)².",
                "un scalaire ; les grandes valeurs des autres actions n'y entrent pas.",
                (HAND, LARGER, ODD),
            ),
            Property(
                "Un lot d'une transition donne la même perte.",
                "avec B = 1, la perte reste (Q-valeur − cible)² ; attention à .squeeze() sans"
                " argument.",
                SINGLE,
            ),
            Property(
                "Seules les Q-valeurs des actions prises reçoivent un gradient.",
                "restez en PyTorch : passer par NumPy, .item() ou .detach() coupe le gradient.",
                (HAND, ODD),
                on="gradient",
            ),
        ],
        intact={0: "y_pred", 1: "y_target"},
        gradient=gradient,
        arguments=tensors,
    )
