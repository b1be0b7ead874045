"""Mistakes in double_targets: who chooses, who says what it is worth, and where."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercises.double_targets.test_hidden import Case, case
from autograder.judging.assertions import as_array
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
    case(980, [0, 1, 0, 0, 1], 0.6),
    case(981, [0, 0, 1, 0, 0, 0], 0.8, states=5, actions=3),
    case(982, [1, 0, 0, 0], 0.7),
]
CALLS = [(one,) for one in CASES]
ALONE = case(983, [0], 0.7)
MASKS = (
    (RIGHT, lambda terminal: 1.0 - terminal),
    (MISTAKES.mask_missing, lambda terminal: np.ones(len(terminal))),
    (MISTAKES.mask_inverted, lambda terminal: 1.0 * terminal),
    (MISTAKES.only_rewards, lambda terminal: np.zeros(len(terminal))),
)


def of(q: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """The Q-value (B,) of each row's chosen action."""
    return q[np.arange(len(q)), chosen]


# What the next state is worth: q, q_target in s', then in s.
WORTHS = (
    (RIGHT, lambda q, qt, q_now, qt_now, taken: of(qt, q.argmax(axis=1))),
    (MISTAKES.plain_targets, lambda q, qt, q_now, qt_now, taken: qt.max(axis=1)),
    (MISTAKES.agent_alone, lambda q, qt, q_now, qt_now, taken: q.max(axis=1)),
    (MISTAKES.networks_swapped, lambda q, qt, q_now, qt_now, taken: of(q, qt.argmax(axis=1))),
    (MISTAKES.chosen_in_s, lambda q, qt, q_now, qt_now, taken: of(qt, q_now.argmax(axis=1))),
    (MISTAKES.worth_in_s, lambda q, qt, q_now, qt_now, taken: of(qt_now, q.argmax(axis=1))),
    (MISTAKES.all_in_s, lambda q, qt, q_now, qt_now, taken: of(qt_now, q_now.argmax(axis=1))),
    (MISTAKES.smaller_of_both, lambda q, qt, q_now, qt_now, taken: np.minimum(q, qt).max(axis=1)),
    (
        MISTAKES.smaller_of_both,
        lambda q, qt, q_now, qt_now, taken: np.minimum(q.max(axis=1), qt.max(axis=1)),
    ),
    (MISTAKES.mean_of_both, lambda q, qt, q_now, qt_now, taken: ((q + qt) / 2).max(axis=1)),
    (
        MISTAKES.mean_of_both,
        lambda q, qt, q_now, qt_now, taken: (of(qt, q.argmax(axis=1)) + q.max(axis=1)) / 2,
    ),
    (
        MISTAKES.mean_of_both,
        lambda q, qt, q_now, qt_now, taken: (qt.max(axis=1) + q.max(axis=1)) / 2,
    ),
    (MISTAKES.worst_chosen, lambda q, qt, q_now, qt_now, taken: of(qt, q.argmin(axis=1))),
    (MISTAKES.action_number, lambda q, qt, q_now, qt_now, taken: 1.0 * q.argmax(axis=1)),
    (MISTAKES.taken_action, lambda q, qt, q_now, qt_now, taken: of(qt, taken)),
    (MISTAKES.one_action_for_all, lambda q, qt, q_now, qt_now, taken: qt.ravel()[q.argmax()]),
    (
        MISTAKES.columns_of_others,
        lambda q, qt, q_now, qt_now, taken: qt[:, q.argmax(axis=1)].max(axis=1),
    ),
    (MISTAKES.columns_of_others, lambda q, qt, q_now, qt_now, taken: qt[:, q.argmax(axis=1)[0]]),
    (MISTAKES.flat_take, lambda q, qt, q_now, qt_now, taken: np.take(qt, q.argmax(axis=1))),
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
RULES = combine(mask=MASKS, worth=WORTHS, discount=DISCOUNTS, total=SUMS, shape=SHAPES)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain what is returned for some batches."""
    steps = [call("apparatus.targets", *one.arguments) for one in CASES]
    outcomes, _ = student.with_apparatus("double_targets", steps)
    if all(outcome.error for outcome in outcomes):
        return told_by_exceptions(outcomes)
    if any(outcome.error for outcome in outcomes):
        shown = [Outcome(None if o.error else o.value["result"], error=o.error) for o in outcomes]
        return list(right_where_it_answers(values(shown), CALLS, NO_MISTAKE, compute))
    results = [Outcome(value=outcome.value["result"]) for outcome in outcomes]
    if returns_nothing(results):
        return [MISTAKES.missing_return]
    mistakes = explain(values(results), CALLS, RULES, compute)
    if mistakes:
        return list(mistakes)
    return (
        _one_column_each(results)
        or _alone(student)
        or list(_beside([outcome.value for outcome in outcomes]))
    )


def _one_column_each(results):
    """Whether q[:, actions] was taken: a square of B columns."""
    shapes = [np.shape(as_array(result.value)) for result in results]
    sizes = [len(one.batch) for one in CASES]
    return [MISTAKES.square] if shapes == [(size, size) for size in sizes] else []


def _alone(student):
    """Whether a batch of one transition loses its dimension."""
    steps = [call("apparatus.targets", *ALONE.arguments)]
    outcomes, _ = student.with_apparatus("double_targets", steps)
    shape = None if outcomes[0].error else np.shape(as_array(outcomes[0].value["result"]))
    return [MISTAKES.batch_dimension_lost] if shape not in (None, (1,)) else []


def _beside(found: Sequence[dict[str, Any]]) -> Iterator[Mistake]:
    """What right values hide: their type, a gradient, other states asked, what was changed."""
    arrays = [as_array(one["result"]) for one in found]
    if any(one["tracked"] for one in found):
        yield MISTAKES.gradient_kept
    elif any(array is None or array.dtype != np.float32 for array in arrays):
        yield MISTAKES.wrong_types
    if any(
        len(asked) and _asks_of_states(asked, batch)
        for one, batch in zip(found, CASES, strict=True)
        for asked in one["asked"]
    ):
        yield MISTAKES.current_states_asked
    elif not all(one["batch_untouched"] for one in found):
        yield MISTAKES.arguments_modified


def _asks_of_states(asked, batch):
    """Whether a network was asked about states of the batch, and not about the next ones alone."""
    both = np.concatenate([batch.states, batch.next_states])
    return matched(asked, batch.next_states) is None and matched(asked, both) is not None


def compute(
    one: Case,
    mask: Callable[..., np.ndarray],
    worth: Callable[..., np.ndarray],
    discount: Callable[[float], float],
    total: Callable[..., np.ndarray],
    shape: Callable[..., np.ndarray],
) -> np.ndarray:
    """The targets that a rule gives, in the single precision of the networks."""
    q_values = [
        outputs(parameters, states)
        for states in (one.next_states, one.states)
        for parameters in (one.agent, one.target)
    ]
    future = discount(one.gamma) * worth(*q_values, one.actions)
    return shape(total(one.rewards, future, mask(one.terminal)))
