"""Misconceptions about batch_linear_q: those of both loops, then theta's."""

from collections.abc import Iterator

import numpy as np

from autograder.checking import as_array, close
from autograder.diagnosis import loops
from autograder.diagnosis.rules import MISSING_RETURN, Misconception
from autograder.hidden_tests.episodes import Record
from autograder.student.proxy import Student
from autograder.student.remote import FAKE_PHI

MISCONCEPTIONS = (
    *loops.MISCONCEPTIONS,
    Misconception(
        "q_vals_of_next_states",
        "les Q-valeurs prédites sont celles des états suivants",
        "update_theta compare les cibles aux Q-valeurs de s', alors que l'erreur porte sur la"
        " prédiction faite en s.",
        "calculez q_vals avec les états s du lot.",
    ),
    Misconception(
        "initial_theta_returned",
        "le theta renvoyé est celui du départ",
        "Les mises à jour changent theta, mais la fonction renvoie les poids d'avant"
        " l'apprentissage : une copie, ou un autre tableau.",
        "renvoyez le tableau que update_theta modifie.",
    ),
    Misconception(
        "zero_theta",
        "theta est nul au départ",
        "L'énoncé demande des poids initiaux tirés selon la loi normale N(0, 1).",
        "np.random.normal, une fois la graine fixée.",
    ),
    MISSING_RETURN,
)
FAKES = (
    "phi",
    "linear_fa",
    "get_targets",
    "update_theta",
    "epsilon_greedy_policy",
    "ReplayBuffer",
)


def slips(student: Student) -> list[str]:
    """The mistakes seen on the episodes written in advance."""
    record = loops.training(student, "batch_linear_q", FAKES)
    if not isinstance(record, Record):
        return [record] if record else []
    found = [*loops.common_slips(record), *_weights(record)]
    if "no_update" in found:
        return [loops.without_update(student, "batch_linear_q", FAKES)]
    if not found and not any(step.of("update_theta") for step in record.steps):
        still = loops.unmoved(student, "batch_linear_q", FAKES, _theta, record.value)
        found = ["no_update"] if still and record.buffers else []
    return found or loops.seed_slips(student, "batch_linear_q", FAKES, _theta)


def _theta(value):
    array = as_array(value)
    return array if array is not None and array.shape == (4,) else None


def _weights(record) -> Iterator[str]:
    """What is wrong with theta, and with the Q-values handed over at each update."""
    updates = [(step, one) for step in record.steps for one in step.of("update_theta")]
    if not updates:
        return
    first, last = updates[0][1], updates[-1][1]
    if close(record.value, first["theta"]) and not close(record.value, last["after"]):
        yield "initial_theta_returned"
    if not np.any(as_array(first["theta"])):
        yield "zero_theta"
    batches = [(step.of("get_batch"), step.of("get_targets"), one) for step, one in updates]
    whole = [(b[0]["batch"], t[0], one) for b, t, one in batches if len(b) == len(t) == 1]
    if whole and all(_of(one["q_vals"], one["theta"], b, 3, 0) for b, _, one in whole):
        yield "q_vals_of_next_states"
    if whole and all(_of(t["next_q_vals"], one["theta"], b, 0, 3) for b, t, one in whole):
        yield "targets_of_current_states"


def _of(q_vals, theta, batch, wrong, right):
    """Whether these Q-values are those of the wrong states, and not of the right ones."""
    return _are(q_vals, theta, batch, wrong) and not _are(q_vals, theta, batch, right)


def _are(q_vals, theta, batch, place):
    """Whether these are the Q-values of the states at this place of the batch's transitions."""
    states = np.array([transition[place] for transition in batch], dtype=float)
    theta = np.asarray(theta)
    neutral = np.stack([states @ FAKE_PHI[action].T @ theta for action in (0, 1)], axis=-1)
    right = np.stack([-states @ theta, states @ theta], axis=-1)
    return any(close(q_vals, wanted, rtol=1e-5, atol=1e-5) for wanted in (neutral, right))
