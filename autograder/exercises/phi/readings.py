"""What exercises that call phi may read of it: the right phi, the student's, or a neutral one."""

import contextlib
import itertools
from collections.abc import Callable, Sequence

import numpy as np

from autograder.exercises.phi.stand_in import matrices
from autograder.judging import variant
from autograder.judging.assertions import as_array
from autograder.judging.fairness import Reading
from autograder.judging.student import Student, StudentCrash, StudentTimeout
from solutions.phi import phi

Pair = tuple[np.ndarray, int]


def states(seed: int, *shape: int) -> np.ndarray:
    """Random states, an array (*shape, 4), the same ones at each run of a class."""
    return variant.generator(seed).normal(size=(*shape, 4))


def readings(
    student: Student,
    name: str,
    calls: Sequence[tuple],
    pairs: Sequence[list[Pair]],
    watch: int | None = None,
) -> list[Reading]:
    """The admissible readings of some calls: with the right phi, the student's, or a neutral one.

    A function that is right is right in at least one of them, whatever the student's phi does:
    even when it never ends, or ends the process. Their phi answers first, before it can know what
    the function is asked: it must not make a wrong function right.
    """
    found, alone = [], None
    if student.stopped is None:
        with contextlib.suppress(StudentTimeout, StudentCrash):
            own = _own_phi(student, pairs)
            alone = student.outcomes(name, calls, watch=watch)
            found.append(Reading(alone, _table(phi, pairs)))
            if own is not None:
                found.append(Reading(alone, own))
    spied = student.outcomes(name, calls, spies=("phi",), watch=watch)
    neutral = matrices(student.neutral)
    return [*found, Reading(spied, _table(lambda s, a: neutral[a] @ s, pairs), alone)]


def _table(features: Callable[..., np.ndarray], pairs: Sequence[list[Pair]]) -> list[np.ndarray]:
    return [np.array([features(state, action) for state, action in row]) for row in pairs]


def _own_phi(student, pairs):
    """The student's features, or None when they are unusable or too poor to tell answers apart."""
    flat = list(itertools.chain.from_iterable(pairs))
    rows = [as_array(outcome.value) for outcome in student.outcomes("phi", flat)]
    if any(row is None or row.shape != (4,) for row in rows):
        return None
    table = np.array(rows, dtype=float)
    if not np.isfinite(table).all() or np.linalg.matrix_rank(table) < 2:
        return None
    ends = list(itertools.accumulate(len(row) for row in pairs))
    return np.split(table, ends[:-1])
