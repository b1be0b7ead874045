"""What a training function did that calls none of the recorded functions, found by trying.

With batches of two transitions out of a memory of three, few batches may be drawn at each step.
The weights after each of a few short episodes tell which ones were, or that none explains them.
"""

import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from autograder.judging import work
from autograder.judging.assertions import close
from autograder.training.episodes import (
    REPLAYED,
    Batch,
    Step,
    joined,
    matched,
    remembered,
    stored,
)

MOST_CANDIDATES = 64
# Updates computed for one set of weights: where they hardly move, every batch explains them. The
# right rule, which is tried first, takes less even then.
MOST_UPDATES = 6_000


class Learner(Protocol):
    """Weights that can learn from a batch."""

    @property
    def weights(self) -> np.ndarray:
        """In one array."""

    def q_vals(self, states: np.ndarray) -> np.ndarray:
        """The Q-values of states, (B, n_actions)."""

    def after(self, batch: Batch, given: np.ndarray | None) -> "Learner":
        """What it becomes; the targets are the rule's, with the first flags, when not given."""


@dataclass(frozen=True)
class Explanation:
    """A way to get the weights: the right rule but for the mistakes that are true.

    late: the updates start when the memory holds more than a batch. masked: the time limit is a
    terminal state. replaced: a transition may be drawn twice in a batch. same: the batch is always
    made of the same places of the memory, for instance of the latest transitions.
    """

    late: bool = False
    masked: bool = False
    replaced: bool = False
    same: bool = False


EXPLANATIONS = sorted(
    (Explanation(*made) for made in itertools.product((False, True), repeat=3)),
    key=lambda one: one.late + one.masked + one.replaced,
)


@dataclass(frozen=True)
class _Candidate:
    """Weights that a sequence of batches gives, and the places that they took in a full memory."""

    learner: Learner
    places: frozenset


@dataclass(frozen=True)
class _Lesson:
    """A batch; its targets and its next states' Q-values, if the part for targets was called."""

    batch: Batch
    given: np.ndarray | None = None
    asked: np.ndarray | None = None

    def is_about(self, learner: Learner) -> bool:
        """Whether the Q-values handed to that part are this learner's."""
        if self.asked is None:
            return True
        return close(self.asked, learner.q_vals(self.batch.next_states), rtol=1e-3, atol=1e-3)


def explain(
    stages: Sequence[np.ndarray],
    trajectories: Sequence[Sequence[Step]],
    learners: Sequence[Learner],
    tolerance: float,
) -> Explanation | None:
    """The explanation with the fewest mistakes for the weights found after each trajectory.

    A sample takes the same places of the memory at each of its ten draws in 3^-9 of the cases.
    """
    left = itertools.count(MOST_UPDATES, -1)
    for explanation, learner in itertools.product(EXPLANATIONS, learners):
        found = _follow(stages, trajectories, learner, tolerance, explanation, left)
        if found:
            same = all(len(candidate.places) == 1 for candidate in found)
            return replace(explanation, same=same)
    return None


def _follow(stages, trajectories, learner, tolerance, explanation, left):
    """The candidates that have the weights of all the stages, none once nothing is `left`."""
    memory = deque(maxlen=REPLAYED["buffer_size"])
    draws = any(step.of("get_batch") for step in itertools.chain(*trajectories))
    candidates = [_Candidate(learner, frozenset())]
    for steps, found in zip(trajectories, stages, strict=True):
        for step in steps:
            memory.append(step)
            lessons = _lessons(step, list(memory), draws, explanation)
            if lessons is not None:
                candidates = [
                    _taught(one, lesson, places)
                    for one, (lesson, places) in itertools.product(candidates, lessons)
                    if lesson.is_about(one.learner) and next(left) > 0
                ]
        near = (
            one
            for one in candidates
            if close(found, one.learner.weights, rtol=tolerance, atol=tolerance)
        )
        candidates = list(itertools.islice(near, MOST_CANDIDATES))
    return candidates


def _taught(candidate, lesson, places):
    work.go_on()
    learner = candidate.learner.after(lesson.batch, lesson.given)
    return _Candidate(learner, candidate.places | places)


def _lessons(step, memory, draws, explanation):
    """What may be learnt at a step, None for nothing; with its places in the memory if full."""
    drawn, calls = step.of("get_batch"), step.of("targets")
    if not (drawn if draws else len(memory) >= REPLAYED["batch_size"] + explanation.late):
        return None
    # get_batch is an exercise of its own: what it gives is taken as it is
    if draws:
        batches = [(stored(drawn[0]["batch"], step.state.shape), set())]
    else:
        batches = _subsets(memory, explanation)
    return [(lesson, places) for batch, places in batches for lesson in _of(batch, calls)]


def _subsets(memory, explanation):
    choose = itertools.combinations
    if explanation.replaced:
        choose = itertools.combinations_with_replacement
    full = len(memory) == REPLAYED["buffer_size"]
    for chosen in choose(range(len(memory)), REPLAYED["batch_size"]):
        batch = remembered([memory[i] for i in chosen])
        yield replace(batch, flags=batch.flags[explanation.masked :]), {chosen} if full else set()


def _of(batch, calls):
    """A batch with the targets that the recorded calls gave; nothing when they are about another,
    or when they gave fewer.

    The rewards tell the order of the calls' rows; where they are all the same, any one may be it,
    in a batch of the size that is asked: a larger one, which the student chose, has too many.
    """
    if not calls:
        yield _Lesson(batch)
        return
    order = matched(batch.rewards, joined(calls, "rewards"))
    if order is None:
        return
    alike = len(set(batch.rewards)) == 1 and len(order) <= REPLAYED["batch_size"]
    columns = [np.asarray(joined(calls, name)) for name in ("terminal", "targets", "next_q_vals")]
    last = max([len(order) - 1, *order])
    if any(column.ndim == 0 or len(column) <= last for column in columns):
        return
    for rows in itertools.permutations(range(len(order))) if alike else (order,):
        flags, given, asked = (column[list(rows)] for column in columns)
        if close(flags, batch.flags[0]):
            yield _Lesson(batch, given, asked)
