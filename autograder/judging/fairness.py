"""What several hidden tests share: probes drawn by the grader, and fairness to a wrong phi."""

import contextlib
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judging.assertions import CheckError, as_array, close, same
from autograder.judging.student import Outcome, Student, StudentCrash, StudentTimeout, call, get
from autograder.student.inside.remote import FAKE_PHI
from solutions.phi import phi

# A right answer may compute in single precision and give its result in double precision; a wrong
# rule is much further away.
SINGLE_PRECISION = {"rtol": 1e-5, "atol": 1e-6}


def states(seed: int, *shape: int) -> np.ndarray:
    """Random states, an array (*shape, 4), the same ones at each run."""
    return np.random.default_rng(seed).normal(size=(*shape, 4))


def untouched(outcome: Outcome, arguments: Sequence, positions: Sequence[int]) -> bool:
    """Whether the call left these arguments as they were sent."""
    return all(close(outcome.args[i], arguments[i], rtol=0, atol=0) for i in positions)


def keeps_its_results(student: Student, name: str, first: tuple, second: tuple) -> bool:
    """Whether the result of a call is still the same after another call.

    It is not when both are one array, kept outside of the function.
    """
    alone, _, _, kept = student.script(
        [
            call(name, *first),
            call(name, *first, save="first_result"),
            call(name, *second),
            get("first_result", shown=f"{name}(…)"),
        ]
    )
    return close(kept.unwrap(), alone.unwrap(), rtol=0, atol=0)


# --- one mistake costs its own points: results that depend on phi ---------------------------------

Pair = tuple[np.ndarray, int]


@dataclass(frozen=True)
class Reading:
    """The outcomes of some calls, and the features that phi gave to the function meanwhile.

    `features[i]` holds one row for each pair (state, action) that call i needs.
    """

    outcomes: list[Outcome]
    features: list[np.ndarray]


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
    found = []
    if student.stopped is None:
        with contextlib.suppress(StudentTimeout, StudentCrash):
            own = _own_phi(student, pairs)
            found.append(Reading(student.outcomes(name, calls, watch=watch), _table(phi, pairs)))
            if own is not None:
                found.append(Reading(found[0].outcomes, own))
    spied = student.outcomes(name, calls, spies=("phi",), watch=watch)
    return [*found, Reading(spied, _table(lambda s, a: FAKE_PHI[a] @ s, pairs))]


def _table(features: Callable, pairs):
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


def same_in_one_reading(
    found: Sequence[Reading],
    obtained: Callable[[int, Outcome], Any],
    wanted: Callable[[int, np.ndarray], np.ndarray],
    **message: str,
) -> Reading:
    """Raise unless one reading has every call's result right; returns that reading.

    obtained(i, outcome) is compared with wanted(i, features): what call i gives and should give.
    The message is about the first reading, that of the student's code as it stands.
    """
    problems = [_problem(reading, obtained, wanted, message) for reading in found]
    for reading, problem in zip(found, problems, strict=True):
        if problem is None:
            return reading
    raise problems[0]


def _problem(reading, obtained, wanted, message):
    """The first failure of a reading, or None."""
    try:
        for i, (outcome, features) in enumerate(
            zip(reading.outcomes, reading.features, strict=True)
        ):
            outcome.unwrap()
            same(obtained(i, outcome), wanted(i, features), **message, **SINGLE_PRECISION)
    except CheckError as problem:
        return problem
    return None


def holds_in_one_reading(
    student: Student,
    name: str,
    calls: Sequence[tuple],
    check: Callable[[Sequence[Outcome]], None],
    watch: int | None = None,
) -> None:
    """Raise unless check(outcomes) accepts the calls, with the student's phi or a neutral one.

    For properties that do not depend on what phi gives. The student's phi is tried too because it
    may take what the neutral one does not, such as a whole batch.
    """
    problem = None
    for spies in ((), ("phi",)) if student.stopped is None else (("phi",),):
        try:
            check(student.outcomes(name, calls, spies=spies, watch=watch))
            return
        except CheckError as error:
            problem = problem or error
    raise problem


# --- chance ---------------------------------------------------------------------------------------


def binomial_bounds(draws: int, probability: float, error: float) -> tuple[int, int]:
    """The counts that a binomial law leaves with probability below `error`, half on each side."""
    law = [
        math.comb(draws, k) * probability**k * (1 - probability) ** (draws - k)
        for k in range(draws + 1)
    ]
    below = list(itertools.accumulate(law))
    above = list(itertools.accumulate(reversed(law)))
    low = sum(total <= error / 2 for total in below)
    high = draws - sum(total <= error / 2 for total in above)
    return low, high
