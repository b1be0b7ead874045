"""Mistakes in batch_linear_q: those of both loops, then theta's."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercises.batch_linear_q.loop import (
    LinearLoop,
    check_initial_theta,
    evidence,
)
from autograder.judging.assertions import CheckError, as_array, close
from autograder.judging.mistakes import Mistake, load
from autograder.judging.rules import RIGHT
from autograder.judging.student import Student
from autograder.training import mistakes
from autograder.training.episodes import Record, squeezed

MISTAKES = load(__file__, mistakes.MISTAKES)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if record is None:
        return mistakes.of_failure(loop)
    if not isinstance(record, Record):
        return record
    found = [*mistakes.common_mistakes(loop, record), *_weights(record), *_rules(loop, record)]
    if not any(step.of("update") for step in record.steps):
        found = mistakes.without_update(loop, record, found)
    if loop.weights(record.value) is None:
        return found or _other_result(loop, record.value)
    found = found or mistakes.beyond(loop)
    return [*found, *_initial_law(loop, found)]


def _other_result(loop: LinearLoop, value: Any) -> list[Mistake]:
    """What is returned in the place of theta."""
    several = list(value) if isinstance(value, (list, tuple)) else []
    found = any(loop.weights(one) is not None for one in several)
    return [MISTAKES.tuple_returned] if found else []


def _weights(record: Record) -> Iterator[Mistake]:
    """What is wrong with theta from one update to the next."""
    updates = [one for step in record.steps for one in step.of("update")]
    if not updates:
        return
    first, last = updates[0], updates[-1]
    if close(record.value, first["theta"]) and not close(record.value, last["after"]):
        yield MISTAKES.initial_theta_returned
    elif not all(close(a["after"], b["theta"]) for a, b in itertools.pairwise(updates)):
        yield MISTAKES.weights_restarted
    elif _is_another(record.value, last["after"]):
        yield MISTAKES.result_changed
    if not np.any(as_array(first["theta"])):
        yield MISTAKES.zero_theta


def _is_another(value, theta):
    found = as_array(value)
    return found is not None and found.shape == np.shape(theta) and not close(found, theta)


def _rules(loop: LinearLoop, record: Record) -> list[Mistake]:
    """The wrong states or the wrong weights behind the Q-values and the targets."""
    batches = mistakes.recorded_batches(loop)
    if not batches:
        return []
    pairs = [(step, one) for step in record.steps for one in step.of("update")]
    seen: list[np.ndarray] = []
    next_states = []
    wrong: list[list] = [[] for _ in loop.ways]
    for (step, one), batch in zip(pairs, batches, strict=True):
        theta = np.asarray(one["theta"])
        for way, found in zip(loop.ways, wrong, strict=True):
            q, q_next = (way.q_vals(theta, x) for x in (batch.states, batch.next_states))
            others = [way.q_vals(other, batch.next_states) for other in seen]
            found.append(mistakes.target_mistakes(step, q, q_next, others, batch, one["targets"]))
        predicted = [loop.q_values(theta, x) for x in (batch.states, batch.next_states)]
        right, after = (any(close(one["q_vals"], q, rtol=1e-5) for q in ways) for ways in predicted)
        next_states.append(after and not right)
        seen.append(theta)
    return [
        *([MISTAKES.acts_with_first_theta] if _acts_as_at_first(loop, record) else []),
        *([MISTAKES.q_vals_of_next_states] if next_states and all(next_states) else []),
        *([MISTAKES.q_vals_of_one_state] if _of_one_state(pairs) else []),
        *_of_targets(wrong),
    ]


def _acts_as_at_first(loop: LinearLoop, record: Record) -> bool:
    """Whether the policy always sees the Q-values of the first theta, not of the current one."""
    first = current = np.asarray(record.of("update")[0]["theta"])
    moved = []
    for step in record.steps:
        if step.policy is None or "q_vals" not in step.policy:
            return False
        seen, state = squeezed(step.policy["q_vals"]), step.state[None]
        if not _gives(loop, first, state, seen):
            return False
        moved.append(not _gives(loop, current, state, seen))
        current = np.asarray([current, *(one["after"] for one in step.of("update"))][-1])
    return any(moved)


def _gives(loop, theta, state, seen):
    return any(close(seen, q_vals[0], rtol=1e-5) for q_vals in loop.q_values(theta, state))


def _of_one_state(pairs):
    """Whether the update always receives the Q-values that the policy has just received."""
    return bool(pairs) and all(
        step.policy is not None and close(squeezed(one["q_vals"]), squeezed(step.policy["q_vals"]))
        for step, one in pairs
    )


def _of_targets(wrong):
    """The mistake in the targets, by one phi or by the other; none where they are right."""
    if any(all(one is RIGHT for one in found) for found in wrong):
        return []
    return next(filter(None, map(mistakes.only_mistake, wrong)), [])


NO_LAW = {
    MISTAKES.zero_theta,
    MISTAKES.not_learnt,
    MISTAKES.no_seed,
    MISTAKES.fixed_seed,
    MISTAKES.fixed_batch_size,
    MISTAKES.weights_restarted,
    MISTAKES.result_changed,
}


def _initial_law(loop: LinearLoop, found: Sequence[Mistake]) -> list[Mistake]:
    """Whether the first theta is drawn from another law; not asked of what is no draw at all."""
    if NO_LAW & set(found):
        return []
    try:
        check_initial_theta(loop)
    except CheckError:
        return [MISTAKES.other_initial_law]
    return []
