"""Misconceptions about deep_q_learning: those of both loops, then the agent's."""

from collections.abc import Iterator

import numpy as np

from autograder.checking import as_array, close
from autograder.diagnosis import loops
from autograder.diagnosis.rules import MISSING_RETURN, Misconception
from autograder.hidden_tests.episodes import SCRIPTED, Record
from autograder.student.messages import Opaque
from autograder.student.proxy import Student

MISCONCEPTIONS = (
    *loops.MISCONCEPTIONS,
    Misconception(
        "network_returned",
        "le réseau est renvoyé au lieu du modèle",
        "La fonction renvoie le réseau PyTorch ; l'énoncé demande l'agent, un modèle Poutyne qui"
        " contient le réseau, l'optimiseur et la perte.",
        "renvoyez l'objet poutyne.Model.",
    ),
    Misconception(
        "other_optimizer",
        "l'optimiseur n'est pas Adam",
        "L'énoncé demande Adam, qui adapte la longueur du pas à chaque poids du réseau.",
        "torch.optim.Adam(network.parameters(), lr=lr).",
    ),
    Misconception(
        "other_loss",
        "la perte du modèle n'est pas dqn_loss",
        "Une autre perte compare les cibles à toute la sortie du réseau, et non à la Q-valeur de"
        " l'action prise.",
        "donnez loss_function=dqn_loss au modèle.",
    ),
    Misconception(
        "untrained_agent_returned",
        "l'agent renvoyé n'a rien appris",
        "La perte est bien calculée sur des lots, mais les poids renvoyés sont ceux du départ : les"
        " lots sont évalués sans être appris, ou l'agent renvoyé n'est pas celui qui a appris.",
        "appelez train_on_batch sur l'agent que la fonction renvoie.",
    ),
    MISSING_RETURN,
)
FAKES = ("get_targets", "epsilon_greedy_policy", "ReplayBuffer", "dqn_loss")


def slips(student: Student) -> list[str]:
    """The mistakes seen on the episodes written in advance."""
    record = loops.training(student, "deep_q_learning", FAKES)
    if not isinstance(record, Record):
        return [record] if record else []
    if isinstance(record.value, Opaque):
        return ["network_returned"] if record.value.type == "NNModel" else []
    found = [*loops.common_slips(record), *_agent(record)]
    if "no_update" in found:
        return [loops.without_update(student, "deep_q_learning", FAKES)]
    found = found or _learning(student, record)
    return found or loops.seed_slips(student, "deep_q_learning", FAKES, _weights)


def _agent(record) -> Iterator[str]:
    """What is wrong with the model that the function returns."""
    agent = record.value if isinstance(record.value, dict) else {}
    if "optimizer" in agent and agent["optimizer"] != "Adam":
        yield "other_optimizer"
    if "lr" in agent and not close(agent["lr"], SCRIPTED["lr"]):
        yield "fixed_lr"


def _learning(student, record) -> list[str]:
    """Whether the weights move, and by which loss."""
    if not any(step.of("get_batch") for step in record.steps):
        return []
    used = any(step.of("dqn_loss") for step in record.steps)
    if loops.unmoved(student, "deep_q_learning", FAKES, _weights, record.value):
        return ["untrained_agent_returned" if used else "no_update"]
    return [] if used else ["other_loss"]


def _weights(value):
    """The weights of a model, in one array."""
    layers = value.get("network") if isinstance(value, dict) else None
    arrays = [as_array(layer) for layer in layers or ()]
    if not arrays or any(array is None for array in arrays):
        return None
    return np.concatenate([array.ravel() for array in arrays])
