"""Rules: the computations that a student may have written, and the search for the one they wrote.

Several independent mistakes make one wrong rule: each dimension of an exercise offers the right
option and wrong ones, and a rule takes one option of each.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import Mistake
from autograder.judging.student import Outcome

RIGHT = None  # the mistake of an option that makes none
Dimension = Sequence[tuple[Mistake | None, Any]]


@dataclass(frozen=True)
class Rule:
    """One option for each dimension of an exercise, by name, and the mistakes of the wrong ones."""

    mistakes: tuple[Mistake, ...]
    options: dict[str, Any]


def combine(most: int = 2, **dimensions: Dimension) -> list[Rule]:
    """Every choice of options with at most `most` mistakes, those with the fewest first.

    Only these are made: the whole product of the dimensions may have a hundred thousand elements.
    """
    rules = []
    for wrong in range(most + 1):
        choices = []
        for places in itertools.combinations(range(len(dimensions)), wrong):
            kept = (
                [
                    (i, option)
                    for i, option in enumerate(options)
                    if (option[0] is not RIGHT) == (place in places)
                ]
                for place, options in enumerate(dimensions.values())
            )
            choices += itertools.product(*kept)
        choices.sort(key=lambda choice: [i for i, _ in choice])
        rules += [_rule(dimensions, [option for _, option in choice]) for choice in choices]
    return rules


def _rule(names, choice):
    return Rule(
        mistakes=tuple(mistake for mistake, _ in choice if mistake is not RIGHT),
        options=dict(zip(names, (option for _, option in choice), strict=True)),
    )


def explain(
    found: Sequence[Any],
    calls: Sequence[tuple],
    rules: Iterable[Rule],
    compute: Callable[..., Any],
) -> tuple[Mistake, ...] | None:
    """The mistakes of the first rule that gives all the values found: () for the right rule.

    found[i] is what came of calls[i], None for an exception; a rule gives compute(*calls[i],
    **options), and may fail as well. None when no rule explains everything.
    """
    if all(value is None for value in found):
        return None
    for rule in rules:
        if all(
            _agree(value, call, compute, rule.options)
            for value, call in zip(found, calls, strict=True)
        ):
            return rule.mistakes
    return None


def _agree(value, call, compute, options):
    predicted = prediction(compute, call, options)
    if value is None or predicted is None:
        return value is None and predicted is None
    return close(value, predicted, rtol=1e-5, atol=1e-8)


def prediction(
    compute: Callable[..., Any], call: tuple, options: dict[str, Any]
) -> np.ndarray | None:
    """What a rule gives for a call; None when it fails, as shapes that do not fit make it."""
    try:
        return np.asarray(compute(*call, **options), dtype=float)
    except (ValueError, IndexError):
        return None


def values(outcomes: Sequence[Outcome]) -> list:
    """The value of each outcome, None for an exception."""
    return [None if outcome.error else outcome.value for outcome in outcomes]


def returns_nothing(outcomes: Sequence[Outcome]) -> bool:
    """Whether every call ended well and gave None."""
    return all(outcome.error is None and outcome.value is None for outcome in outcomes)


def modified(outcomes: Sequence[Outcome], calls: Sequence[tuple], positions: Sequence[int]) -> bool:
    """Whether a call that ended well changed one of its array arguments."""
    return any(
        not close(outcome.args[i], call[i], rtol=0, atol=0)
        for outcome, call in zip(outcomes, calls, strict=True)
        if outcome.error is None
        for i in positions
    )


def raised(outcomes: Sequence[Outcome], text: str) -> bool:
    """Whether the text of an exception contains this one."""
    return any(text in outcome.error.finding.text for outcome in outcomes if outcome.error)


def stopped_at(outcomes: Sequence[Outcome], code: str) -> bool:
    """Whether a line of the student's that raised an exception contains this code."""
    return any(code in outcome.error.finding.line for outcome in outcomes if outcome.error)


def is_whole(value: Any) -> bool:
    """Whether a value is an integer, of Python or of numpy."""
    array = as_array(value)
    return array is not None and array.ndim == 0 and array.dtype.kind in "iu"
