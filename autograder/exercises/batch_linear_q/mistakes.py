"""Misconceptions about batch_linear_q: those of both loops, then theta's."""

import itertools
from collections.abc import Iterator

import numpy as np

from autograder.exercises.batch_linear_q.loop import (
    WAYS,
    check_initial_theta,
    evidence,
    q_values,
)
from autograder.judging.assertions import CheckError, as_array, close
from autograder.judging.rules import MISSING_RETURN, Misconception
from autograder.judging.student import Student
from autograder.training import mistakes
from autograder.training.episodes import Inconclusive, Record

MISCONCEPTIONS = (
    *mistakes.MISCONCEPTIONS,
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
    Misconception(
        "other_initial_law",
        "theta ne suit pas la loi normale au départ",
        "L'énoncé demande des poids initiaux tirés selon la loi normale N(0, 1) : moyenne 0 et"
        " écart type 1. np.random.rand et np.random.uniform tirent selon une loi uniforme.",
        "np.random.normal, une fois la graine fixée.",
    ),
    MISSING_RETURN,
)


def slips(student: Student) -> list[str]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if not isinstance(record, Record):
        return [record] if record else []
    found = [*mistakes.common_slips(loop, record), *_weights(record), *_rules(loop, record)]
    if not any(step.of("update_theta") for step in record.steps):
        found = mistakes.without_update(loop, record, found)
    found = found or mistakes.seed_slips(loop)
    return [*found, *_initial_law(loop, found)]


def _weights(record) -> Iterator[str]:
    """What is wrong with theta from one update to the next."""
    updates = [one for step in record.steps for one in step.of("update_theta")]
    if not updates:
        return
    first, last = updates[0], updates[-1]
    if close(record.value, first["theta"]) and not close(record.value, last["after"]):
        yield "initial_theta_returned"
    elif not all(close(a["after"], b["theta"]) for a, b in itertools.pairwise(updates)):
        yield "weights_restarted"
    if not np.any(as_array(first["theta"])):
        yield "zero_theta"


def _rules(loop, record) -> list[str]:
    """The wrong states or the wrong weights behind the Q-values and the targets."""
    try:
        batches = loop.batches(loop)
    except (CheckError, Inconclusive):
        return []
    pairs = [(step, one) for step in record.steps for one in step.of("update_theta")]
    seen, wrong, next_states = [], [], []
    for (step, one), batch in zip(pairs, batches, strict=True):
        theta = np.asarray(one["theta"])
        for way, _ in enumerate(WAYS):
            q, q_next = (q_values(theta, x)[way] for x in (batch.states, batch.next_states))
            others = [q_values(other, batch.next_states)[way] for other in seen]
            wrong.append(mistakes.target_slip(step, q, q_next, others, batch, one["targets"]))
        predicted = [q_values(theta, x) for x in (batch.states, batch.next_states)]
        right, after = (any(close(one["q_vals"], q, rtol=1e-5) for q in ways) for ways in predicted)
        next_states.append(after and not right)
        seen.append(theta)
    return [
        *(["q_vals_of_next_states"] if next_states and all(next_states) else []),
        *mistakes.only_slip(wrong),
    ]


NO_LAW = {
    "zero_theta",
    "not_learnt",
    "no_seed",
    "fixed_seed",
    "fixed_batch_size",
    "weights_restarted",
}


def _initial_law(loop, found) -> list[str]:
    """Whether the first theta is drawn from another law; not asked of what is no draw at all."""
    if NO_LAW & set(found):
        return []
    try:
        check_initial_theta(loop)
    except CheckError:
        return ["other_initial_law"]
    return []
