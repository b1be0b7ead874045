"""Mistakes in format_batch: the rule of the targets, and the form of what is returned."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercises.format_batch.test_hidden import Case, case
from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    returns_nothing,
    right_where_it_answers,
    told_by_exceptions,
    values,
)
from autograder.judging.student import Outcome, Student, call
from autograder.training.episodes import matched
from autograder.training.networks import outputs

MISTAKES = load(__file__, COMMON)
CASES = [
    case(990, [0, 1, 0, 0, 1], 0.6),
    case(991, [0, 0, 1, 0, 0, 0], 0.8, states=5, actions=3),
    case(992, [1, 0, 0, 0], 0.7),
]
CALLS = [(one,) for one in CASES]
ALONE = case(993, [0], 0.7)
MASKS = (
    (RIGHT, lambda terminal: 1.0 - terminal),
    (MISTAKES.mask_missing, lambda terminal: np.ones(len(terminal))),
    (MISTAKES.mask_inverted, lambda terminal: 1.0 * terminal),
    (MISTAKES.only_rewards, lambda terminal: np.zeros(len(terminal))),
)

BESTS = (
    (RIGHT, lambda one, q, q_next: q_next.max(axis=1)),
    (MISTAKES.targets_of_current_states, lambda one, q, q_next: q.max(axis=1)),
    (MISTAKES.taken_action_value, lambda one, q, q_next: q_next[_rows(q), one.actions]),
    (MISTAKES.min_not_max, lambda one, q, q_next: q_next.min(axis=1)),
    (MISTAKES.mean_not_max, lambda one, q, q_next: q_next.mean(axis=1)),
    (MISTAKES.argmax_index, lambda one, q, q_next: q_next.argmax(axis=1)),
    (MISTAKES.one_maximum, lambda one, q, q_next: np.full(len(q), q_next.max())),
    (MISTAKES.maximum_from_zero, lambda one, q, q_next: q_next.max(axis=1).clip(0)),
    (MISTAKES.absolute_max, lambda one, q, q_next: np.abs(q_next).max(axis=1)),
    *(
        (MISTAKES.one_action, lambda one, q, q_next, column=column: q_next[:, column])
        for column in (0, 1)
    ),
)
DISCOUNTS = (
    (RIGHT, lambda gamma: gamma),
    *((MISTAKES.gamma_ignored, lambda gamma, fixed=fixed: fixed) for fixed in (1.0, 0.99, 0.9)),
)
SUMS = (
    (RIGHT, lambda rewards, future, mask: rewards + future * mask),
    (MISTAKES.terminal_reward_lost, lambda rewards, future, mask: (rewards + future) * mask),
    (
        MISTAKES.rewards_clipped,
        lambda rewards, future, mask: np.clip(rewards, -1, 1) + future * mask,
    ),
    (MISTAKES.rewards_clipped, lambda rewards, future, mask: np.sign(rewards) + future * mask),
    (MISTAKES.rewards_truncated, lambda rewards, future, mask: np.trunc(rewards) + future * mask),
)
SHAPES = (
    (RIGHT, lambda targets: targets),
    (MISTAKES.column_targets, lambda targets: targets[:, np.newaxis]),
)
RULES = combine(mask=MASKS, best=BESTS, discount=DISCOUNTS, total=SUMS, shape=SHAPES)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain what is returned for some batches."""
    steps = [call("apparatus.format", *one.arguments) for one in CASES]
    outcomes, _ = student.with_apparatus("format_batch", steps)
    if all(outcome.error for outcome in outcomes):
        return told_by_exceptions(outcomes)
    if any(outcome.error for outcome in outcomes):
        shown = [_targets(outcome) for outcome in outcomes]
        return list(right_where_it_answers(values(shown), CALLS, NO_MISTAKE, compute))
    results = [Outcome(value=outcome.value["result"]) for outcome in outcomes]
    if returns_nothing(results):
        return [MISTAKES.missing_return]
    found = [_parts(result.value) for result in results]
    if not all(found):
        return []
    targets = explain(
        values([Outcome(value=one["targets"]) for one in found]), CALLS, RULES, compute
    )
    mistakes = [*_form(found), *(targets or ())]
    return mistakes or _alone(student) or list(_beside([outcome.value for outcome in outcomes]))


def _targets(outcome):
    """The same outcome, whose value is the targets alone."""
    parts = None if outcome.error else _parts(outcome.value["result"])
    return Outcome(parts and parts["targets"], error=outcome.error)


def _alone(student):
    """Whether a batch of one transition loses its dimension."""
    steps = [call("apparatus.format", *ALONE.arguments)]
    outcomes, _ = student.with_apparatus("format_batch", steps)
    found = None if outcomes[0].error else _parts(outcomes[0].value["result"])
    shapes = [np.shape(as_array(found[name])) for name in KINDS] if found else []
    return [MISTAKES.batch_dimension_lost] if shapes and shapes != [(1, 4), (1,), (1,)] else []


def _rows(q_vals):
    return np.arange(len(q_vals))


def _parts(result):
    """The states, the actions and the targets of a result, and how it is arranged."""
    if not isinstance(result, (tuple, list)):
        return None
    if len(result) == 3:
        return dict(zip(("states", "actions", "targets"), result, strict=True)) | {"flat": True}
    if len(result) != 2 or not isinstance(result[1], (tuple, list)) or len(result[1]) != 2:
        return None
    states, (one, other) = result
    swapped = _whole(other) and not _whole(one)
    actions, targets = (other, one) if swapped else (one, other)
    return {"states": states, "actions": actions, "targets": targets, "swapped": swapped}


def _whole(value):
    array = as_array(value)
    return array is not None and array.dtype.kind in "iu"


def _form(found: Sequence[dict[str, Any]]) -> Iterator[Mistake]:
    """What is wrong with the result, its targets' values aside."""
    if all(one.get("flat") for one in found):
        yield MISTAKES.flat_result
    if all(one.get("swapped") for one in found):
        yield MISTAKES.pair_swapped
    pairs = list(zip(found, CASES, strict=True))
    if all(close(one["states"], batch.next_states) for one, batch in pairs):
        yield MISTAKES.next_states_returned
    values_right = all(
        close(one["states"], batch.states) and close(one["actions"], batch.actions)
        for one, batch in pairs
    )
    parts = [(one[name], kind) for one in found for name, kind in KINDS.items()]
    arrays = [(as_array(part), kind) for part, kind in parts]
    if values_right and any(isinstance(part, (list, tuple)) for part, _ in parts):
        yield MISTAKES.lists_returned
    elif values_right and any(one is not None and one.dtype != kind for one, kind in arrays):
        yield MISTAKES.wrong_types


KINDS = {"states": np.float32, "actions": np.int64, "targets": np.float32}


def _beside(found: Sequence[dict[str, Any]]) -> Iterator[Mistake]:
    """What a right result hides: other states asked, a gradient."""
    if any(one["tracked"] for one in found):
        yield MISTAKES.gradient_kept
    if not all(len(one["asked"]) for one in found):
        return
    pairs = list(zip(found, CASES, strict=True))
    following = [matched(one["asked"], batch.next_states) for one, batch in pairs]
    both = [np.concatenate([batch.states, batch.next_states]) for _, batch in pairs]
    known = [matched(one["asked"], rows) for (one, _), rows in zip(pairs, both, strict=True)]
    if all(places is None for places in following):
        current = all(places is not None for places in known)
        yield MISTAKES.current_states_asked if current else MISTAKES.changed_states_asked
    elif not all(one["batch_untouched"] for one in found):
        yield MISTAKES.arguments_modified


def compute(
    one: Case,
    mask: Callable[..., np.ndarray],
    best: Callable[..., np.ndarray],
    discount: Callable[[float], float],
    total: Callable[..., np.ndarray],
    shape: Callable[..., np.ndarray],
) -> np.ndarray:
    """The targets that a rule gives, in the single precision of the network."""
    q, q_next = (outputs(one.parameters, x) for x in (one.states, one.next_states))
    future = discount(one.gamma) * best(one, q, q_next)
    return shape(total(one.rewards, future, mask(one.terminal)))
