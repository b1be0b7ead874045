"""Fairness to a right answer: to its precision, and to the other functions that it calls.

One mistake costs its own points only: what depends on another function of the student is right as
soon as it is right in one reading, with the student's function or with a neutral one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack

import numpy as np

from autograder.declarations import declaration
from autograder.judging.assertions import CheckError, same
from autograder.judging.findings import Undecided
from autograder.judging.student import Outcome, Student


class Words(TypedDict):
    """What `assertions.same` says of a failure."""

    call: str
    expected: str
    hint: str


class Precision(TypedDict):
    """How near `assertions.same` wants the values."""

    rtol: float
    atol: float


# A right answer may compute in single precision and give its result in double precision; a wrong
# rule is much further away.
SINGLE_PRECISION: Precision = {"rtol": 1e-5, "atol": 1e-6}


@dataclass(frozen=True)
class Reading:
    """The outcomes of some calls, and what the function that they call in turn gave meanwhile.

    `given[i]` holds one row for each of its results that call i needs. `alone`: what the same calls
    gave without the neutral function: where they have its values all the same, it was not called.
    """

    outcomes: list[Outcome]
    given: list[np.ndarray]
    alone: list[Outcome] | None = None


def same_in_one_reading(
    found: Sequence[Reading],
    obtained: Callable[[int, Outcome], Any],
    wanted: Callable[[int, np.ndarray], np.ndarray],
    **message: Unpack[Words],
) -> Reading:
    """Raise unless one reading has every call's result right; returns that reading.

    obtained(i, outcome) is compared with wanted(i, given): what call i gives and should give.
    The message is about the first reading, that of the student's code as it stands.
    """
    problems = [_problem(reading, obtained, wanted, message) for reading in found]
    for reading, problem in zip(found, problems, strict=True):
        alone = None if reading.alone is None else replace(reading, outcomes=reading.alone)
        if problem is None and (alone is None or _problem(alone, obtained, wanted, message)):
            return reading
    raise next(filter(None, problems), CheckError(Undecided()))


def _problem(
    reading: Reading,
    obtained: Callable[[int, Outcome], Any],
    wanted: Callable[[int, np.ndarray], np.ndarray],
    message: Words,
) -> CheckError | None:
    """The first failure of a reading, or None."""
    try:
        for i, (outcome, given) in enumerate(zip(reading.outcomes, reading.given, strict=True)):
            outcome.unwrap()
            same(obtained(i, outcome), wanted(i, given), **message, **SINGLE_PRECISION)
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
    """Raise unless check(outcomes) accepts the calls, with the student's functions or neutral ones.

    For properties that do not depend on what these functions give. The student's are tried too
    because they may take what the neutral ones do not, such as a whole batch.
    """
    problems: list[CheckError] = []
    neutral = declaration(name).calls
    for spies in ((), neutral) if student.stopped is None else (neutral,):
        try:
            check(student.outcomes(name, calls, spies=spies, watch=watch))
            return
        except CheckError as error:
            problems.append(error)
    raise problems[0]
