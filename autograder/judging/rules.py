"""Rules: the computations that a student may have written, and the search for the one they wrote.

Several independent mistakes make one wrong rule: each dimension of an exercise offers the right
option and wrong ones, and a rule takes one option of each.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.judging import work
from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake
from autograder.judging.student import Outcome
from autograder.student.wire import Opaque, Tensor

RIGHT = None  # the mistake of an option that makes none
ENOUGH_ANSWERS = 2  # below, a rule must also fail as the student's function does
OF_SHAPES = frozenset(("ValueError", "IndexError", "RuntimeError"))  # what wrong shapes raise
LARGE = 100  # times the transitions of a probe
METHODS = frozenset(("method", "builtin_function_or_method", "function"))
QUOTED = ("builtin_function_or_method", "'method'", "'function'")  # in the text of an exception
Dimension = Sequence[tuple[Mistake | None, Any]]


@dataclass(frozen=True)
class Rule:
    """One option for each dimension of an exercise, by name, and the mistakes of the wrong ones."""

    mistakes: tuple[Mistake, ...]
    options: dict[str, Any]


@dataclass(frozen=True)
class Failure:
    """A call that raised an exception; `kind` is its type's name."""

    kind: str


def combine(most: int = 2, **dimensions: Dimension) -> list[Rule]:
    """Every choice of options with at most `most` mistakes, those with the fewest first.

    Only these are made: the whole product of the dimensions may have a hundred thousand elements.
    """
    rules = []
    for wrong in range(most + 1):
        choices: list[tuple[tuple[int, tuple[Mistake | None, Any]], ...]] = []
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

    found[i] is what came of calls[i], a Failure for an exception; a rule gives compute(*calls[i],
    **options), and may fail as well. None when no rule explains everything.
    """
    answers = sum(not isinstance(value, Failure) for value in found)
    if not answers:
        return None
    same_kind = answers < ENOUGH_ANSWERS
    zeros = all(map(_is_zero, found))
    for rule in rules:
        if zeros and len(rule.mistakes) > 1:
            return None  # many pairs of mistakes give zeros: an array that nothing fills does too
        if all(
            _agree(value, prediction(compute, call, rule.options), same_kind)
            for value, call in zip(found, calls, strict=True)
        ):
            return rule.mistakes
    return None


def _agree(value, predicted, same_kind):
    if isinstance(value, Failure) and isinstance(predicted, Failure):
        return value == predicted if same_kind else value.kind in OF_SHAPES
    if isinstance(value, Failure) or isinstance(predicted, Failure):
        return False
    return close(value, predicted, rtol=1e-5, atol=1e-8)


def prediction(
    compute: Callable[..., Any], call: tuple, options: dict[str, Any]
) -> np.ndarray | Failure:
    """What a rule gives for a call; it may fail, as shapes that do not fit make it."""
    work.go_on()
    try:
        return np.asarray(compute(*call, **options), dtype=float)
    except (ValueError, IndexError) as error:
        return Failure(type(error).__name__)


def values(outcomes: Sequence[Outcome]) -> list:
    """The value of each outcome, a Failure for an exception."""
    return [Failure(o.error.finding.kind) if o.error else o.value for o in outcomes]


When = Sequence[tuple[Mistake, Callable[..., bool]]]


def right_where_it_answers(
    found: Sequence[Any],
    calls: Sequence[tuple],
    right: Sequence[Rule],
    compute: Callable[..., Any],
    when: When = (),
) -> tuple[Mistake, ...]:
    """The mistake of a function that raises, but is right each time that it answers.

    when: mistakes that say which calls raise; condition(*call) holds for these, and no others.
    Empty when a call gives a wrong answer, or none raises; or when a single one answers, for a
    computation that is wrong may be right there.
    """
    raising = [isinstance(value, Failure) for value in found]
    answered = [i for i, raises in enumerate(raising) if not raises]
    if len(answered) == len(found):
        return ()
    given, answers = [calls[i] for i in answered], [found[i] for i in answered]
    if explain(answers, given, right, compute) != ():
        return ()
    for mistake, condition in when:
        if [bool(condition(*call)) for call in calls] == raising:
            return (mistake,)
    return (COMMON.raises_sometimes,) if len(answered) >= ENOUGH_ANSWERS else ()


def explain_parts(
    found: Sequence[Any],
    calls: Sequence[tuple],
    rules: Sequence[Rule],
    compute: Callable[..., Any],
) -> tuple[Mistake, ...]:
    """The mistakes of answers that come with something else, in a tuple; empty for other answers.

    One part of each tuple, always at the same place, is what a rule gives.
    """
    pairs = [value for value in found if isinstance(value, tuple)]
    if len(pairs) != len(found) or len(set(map(len, pairs))) != 1:
        return ()
    for parts in zip(*pairs, strict=True):
        if all(isinstance(part, (np.ndarray, np.generic, float, Tensor)) for part in parts):
            mistakes = explain(parts, calls, rules, compute)
            if mistakes is not None:
                return (*mistakes, COMMON.tuple_returned)
    return ()


def unused(
    answer: Callable[[Sequence[tuple]], Sequence[Any]],
    found: Sequence[Any],
    calls: Sequence[tuple],
    right: Callable[[tuple], Any],
    parameters: dict[int, Mistake],
) -> tuple[Mistake, ...]:
    """The mistakes of the parameters whose value changes nothing of what is found.

    answer: gives what comes of other calls; right: the right answer to a call; parameters: their
    positions. Only the calls where another value changes the right answer tell anything. Where no
    parameter changes anything, the result is said to be constant.
    """
    seen = [
        mistake
        for position, mistake in parameters.items()
        if _changes_nothing(answer, found, calls, right, position)
    ]
    return (COMMON.constant_result,) if len(seen) == len(parameters) > 1 else tuple(seen)


def _changes_nothing(answer, found, calls, right, position):
    others = [(*call[:position], another(call[position]), *call[position + 1 :]) for call in calls]
    told = sum(
        as_array(value) is not None and not _same(right(call), right(other))
        for value, call, other in zip(found, calls, others, strict=True)
    )
    return told >= ENOUGH_ANSWERS and all(map(_same, found, answer(others)))


def another(value: Any) -> Any:
    """Another value of the same kind: booleans and actions change places, numbers all change."""
    array = np.asarray(value)
    if array.dtype.kind == "b":
        changed = ~array
    elif array.dtype.kind in "iu":
        changed = 1 - array
    else:
        changed = (0.75 - array / 2).astype(array.dtype)
    return changed if isinstance(value, np.ndarray) else changed.item()


def _same(one, other):
    if isinstance(one, Failure) or isinstance(other, Failure):
        return one == other
    return close(one, other)


def told_by_exceptions(outcomes: Sequence[Outcome]) -> list[Mistake]:
    """The mistake that all the exceptions tell, or what stands in the place of every value."""
    types = {_type(outcome.value) for outcome in outcomes if not outcome.error}
    texts = [outcome.error.finding.text for outcome in outcomes if outcome.error]
    if all(map(_is_of_a_method, texts)) if texts else METHODS & types and types <= METHODS | {None}:
        return [COMMON.method_not_called]
    if types == {"generator"} and not texts:
        return [COMMON.generator_returned]
    if outcomes and not texts and all(_is_empty(outcome.value) for outcome in outcomes):
        return [COMMON.empty_result]
    if len(outcomes) > 1 and not texts and all(_is_zero(outcome.value) for outcome in outcomes):
        return [COMMON.zeros_result]
    kinds = {outcome.error.finding.kind for outcome in outcomes if outcome.error}
    if kinds == {"NameError"}:
        return [COMMON.undefined_name]
    return [COMMON.unbound_name] if kinds == {"UnboundLocalError"} else []


def _is_empty(value):
    array = as_array(value)
    return array is not None and array.size == 0


def _is_zero(value):
    array = as_array(value)
    return array is not None and array.ndim > 0 and array.size > 0 and not array.any()


def _type(value):
    """The type of an object that has no plain form, or of those that an array is made of."""
    if isinstance(value, list):
        types = {one.type for one in value if isinstance(one, Opaque)}
        return types.pop() if len(types) == 1 else None
    return value.type if isinstance(value, Opaque) else None


def _is_of_a_method(text):
    """Whether an exception says that a method stands where a value should."""
    unpacked = "cannot unpack non-iterable " in text and text.split()[3] in METHODS
    return unpacked or ("operand" in text and any(one in text for one in QUOTED))


def needs_a_large_batch(outcomes: Sequence[Outcome], large: Callable[[], Outcome]) -> bool:
    """Whether a function runs out of transitions in every batch, and not in a large one."""
    kinds = {outcome.error.finding.kind if outcome.error else "" for outcome in outcomes}
    return kinds == {"IndexError"} and large().error is None


def large_batch(call: Sequence[Any]) -> tuple:
    """The arguments of a call, its transitions repeated: no course has as many in a batch."""
    return tuple(
        np.concatenate([one] * LARGE) if isinstance(one, np.ndarray) else one for one in call
    )


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
