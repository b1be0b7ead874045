"""Mistakes in dqn_loss: which errors, how they are measured, and the gradient."""

import functools
from collections.abc import Callable

import numpy as np

from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    explain_parts,
    large_batch,
    needs_a_large_batch,
    prediction,
    raised,
    returns_nothing,
    right_where_it_answers,
    stopped_at,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student, call
from autograder.student.wire import Tensor

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random arguments, float32 as a network gives; two actions are taken, of two or more."""
    rng = np.random.default_rng(seed)
    return [
        (
            rng.normal(scale=2, size=(size, n_actions)).astype(np.float32),
            rng.permutation(np.arange(size) % 2),
            rng.normal(size=size).astype(np.float32),
        )
        for size, n_actions in ((5, 2), (7, 3), (6, 4), (1, 2))
    ]


CALLS = probes(940)


def _chosen(y, a):
    return y[np.arange(len(a)), a]


def _masked(y, a):
    return np.eye(y.shape[1])[a] * y


def _softmax(y):
    powers = np.exp(y)
    return powers / powers.sum(axis=1, keepdims=True)


ERRORS = (
    (RIGHT, lambda y, a, t: _chosen(y, a) - t),
    (MISTAKES.all_actions, lambda y, a, t: y - t[:, None]),
    (MISTAKES.divided_by_actions, lambda y, a, t: _masked(y - t[:, None], a)),
    (MISTAKES.unmasked_target, lambda y, a, t: _masked(y, a) - t[:, None]),
    (MISTAKES.target_elsewhere, lambda y, a, t: y - _masked(np.ones_like(y), a) * t[:, None]),
    (MISTAKES.targets_ignored, lambda y, a, t: _chosen(y, a)),
    (MISTAKES.targets_shifted, lambda y, a, t: _chosen(y, a) - np.roll(t, 1)),
    (MISTAKES.targets_shifted, lambda y, a, t: _chosen(y, a) - np.roll(t, -1)),
    (MISTAKES.actions_shifted, lambda y, a, t: _chosen(y, np.roll(a, 1)) - t),
    (MISTAKES.actions_shifted, lambda y, a, t: _chosen(y, np.roll(a, -1)) - t),
    (MISTAKES.softmax_of_predictions, lambda y, a, t: _chosen(_softmax(y), a) - t),
    (MISTAKES.min_not_chosen, lambda y, a, t: y.min(axis=1) - t),
    (MISTAKES.other_action, lambda y, a, t: _chosen(y, 1 - a) - t),
    (MISTAKES.sum_of_actions, lambda y, a, t: y.sum(axis=1) - t),
    (MISTAKES.sum_of_errors, lambda y, a, t: _chosen(y, a) + t),
    (MISTAKES.argmax_index, lambda y, a, t: y.argmax(axis=1) - t),
    (MISTAKES.action_not_value, lambda y, a, t: a - t),
    (MISTAKES.max_not_chosen, lambda y, a, t: y.max(axis=1) - t),
    (MISTAKES.mean_of_actions, lambda y, a, t: y.mean(axis=1) - t),
    (MISTAKES.fixed_action, lambda y, a, t: y[:, 0] - t),
    (MISTAKES.fixed_action, lambda y, a, t: y[:, 1] - t),
    (MISTAKES.flat_take, lambda y, a, t: y[0, a] - t),
    (MISTAKES.gather_rows, lambda y, a, t: y[a, 0] - t),
    (MISTAKES.gather_rows, lambda y, a, t: y[a, 1] - t),
    (MISTAKES.gather_rows, lambda y, a, t: y[a] - t[:, None]),
    (MISTAKES.gather_rows, lambda y, a, t: y[a].max(axis=1) - t),
    (MISTAKES.gather_rows, lambda y, a, t: y[a] - t),
    (MISTAKES.column_indexing, lambda y, a, t: y[:, a] - t),
    (MISTAKES.column_indexing, lambda y, a, t: y[:, a] - t[:, None]),
    (MISTAKES.broadcast, lambda y, a, t: _chosen(y, a)[:, None] - t),
    (MISTAKES.integer_targets, lambda y, a, t: _chosen(y, a) - np.trunc(t)),
)


def _cut(losses, size, divisor):
    return losses[np.arange(size)].sum() / divisor


MEASURES = (
    (RIGHT, np.square),
    (MISTAKES.absolute_error, np.abs),
    (MISTAKES.huber, lambda e: np.where(np.abs(e) < 1, e**2 / 2, np.abs(e) - 0.5)),
    (MISTAKES.clipped_error, lambda e: np.clip(e, -1, 1) ** 2),
    (MISTAKES.fourth_power, lambda e: e**4),
    (MISTAKES.square_of_mean, lambda e: np.square(np.mean(e))),
    (MISTAKES.not_squared, lambda e: e),
    (MISTAKES.not_squared, lambda e: -e),
)
# Of the measured errors, for a number of actions.
REDUCTIONS = (
    (RIGHT, lambda losses, n: np.mean(losses)),
    (MISTAKES.sum_not_mean, lambda losses, n: np.sum(losses)),
    (MISTAKES.number_of_actions, lambda losses, n: np.sum(losses) / n),
    (MISTAKES.divided_twice, lambda losses, n: np.mean(losses) / len(np.atleast_1d(losses))),
    (MISTAKES.one_per_transition, lambda losses, n: losses),
    (MISTAKES.half, lambda losses, n: np.mean(losses) / 2),
    (MISTAKES.median, lambda losses, n: np.median(losses)),
    (MISTAKES.median, lambda losses, n: np.sort(losses, axis=None)[(losses.size - 1) // 2]),
    (MISTAKES.last_transition_only, lambda losses, n: losses[-1]),
    (MISTAKES.last_transition_only, lambda losses, n: losses[-1] / len(losses)),
    (MISTAKES.maximum_of_losses, lambda losses, n: np.max(losses)),
    *(
        (
            MISTAKES.fixed_batch,
            lambda losses, n, size=size, divisor=divisor: _cut(losses, size, divisor),
        )
        for size in (1, 2, 4)
        for divisor in (1, size)
        if divisor > 1 or size == 1
    ),
    *(
        (MISTAKES.divided_by_constant, lambda losses, n, size=size: np.sum(losses) / size)
        for size in (4, 32, 64, 128)
    ),
    (MISTAKES.square_root, lambda losses, n: np.sqrt(np.abs(np.mean(losses)))),
)
SIGNS = ((RIGHT, 1), (MISTAKES.negative, -1))
RULES = combine(errors=ERRORS, measure=MEASURES, reduce=REDUCTIONS, sign=SIGNS)
# What an exception says, and the mistake that it tells.
KNOWN_ERRORS = {
    "same number of dimensions as input": MISTAKES.gather_dimensions,
    "apart from dimension 0": MISTAKES.gather_rows,
    "int64 for index": MISTAKES.float_index,
    "tensors used as indices must be long": MISTAKES.float_index,
    "Boolean value of Tensor": MISTAKES.condition_on_array,
}
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]
# What is common to the calls that raise, when the others are right.
RAISES = ((MISTAKES.squeeze_all, lambda y_pred, actions, q_target: len(actions) == 1),)
UNUSED = {
    0: MISTAKES.predictions_unused,
    1: MISTAKES.actions_unused,
    2: MISTAKES.targets_ignored,
}
WITHOUT_GRADIENT = frozenset(
    (MISTAKES.argmax_index, MISTAKES.action_not_value, MISTAKES.one_per_transition)
)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the losses of the probes and their gradients."""
    steps = [call("dqn_loss", *tensors(*arguments)) for arguments in CALLS]
    *outcomes, derived = student.script([*steps, call("dqn_loss", *tensors(*CALLS[0]), wrt=0)])
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        return _beyond_rules(student, outcomes)
    made = [*found, *([MISTAKES.arguments_modified] if _modified(outcomes) else [])]
    if WITHOUT_GRADIENT.intersection(found):
        return made
    return [*made, *_about_the_gradient(outcomes[0].value, derived)]


def tensors(
    y_pred: np.ndarray, actions: np.ndarray, q_target: np.ndarray
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """The arguments of a call."""
    return Tensor(y_pred), (Tensor(actions), Tensor(q_target))


def _beyond_rules(student, outcomes):
    """What is seen of losses that no pair of mistakes gives."""
    found = values(outcomes)
    return list(
        told_by_exceptions(outcomes)
        or _pair_swapped(student)
        or _known_errors(outcomes)
        or _fixed_batch(student, outcomes)
        or right_where_it_answers(found, CALLS, NO_MISTAKE, compute, RAISES)
        or explain_parts(found, CALLS, RULES, compute)
        or _scaled(found)
        or _between_neighbours(found)
        or unused(_answers(student), found, CALLS, _right, UNUSED)
    )


def _fixed_batch(student, outcomes):
    large = functools.partial(student.outcome, "dqn_loss", *tensors(*large_batch(CALLS[0])))
    return [MISTAKES.fixed_batch] if needs_a_large_batch(outcomes, large) else []


# The errors that are measured, when a row of the batch is left out of one side or of both.
WITHOUT_A_ROW = (
    (MISTAKES.targets_shifted, lambda q, t: q[1:] - t[:-1]),
    (MISTAKES.targets_shifted, lambda q, t: q[:-1] - t[1:]),
    (MISTAKES.row_left_out, lambda q, t: q[1:] - t[1:]),
    (MISTAKES.row_left_out, lambda q, t: q[:-1] - t[:-1]),
)


def _between_neighbours(found):
    """The mistake of losses that leave a row out, in the batches of several transitions."""
    several = [
        (value, _chosen(y, a), t)
        for value, (y, a, t) in zip(found, CALLS, strict=True)
        if len(a) > 1
    ]
    for mistake, errors in WITHOUT_A_ROW:
        squares = [(value, errors(q, t) ** 2, len(t)) for value, q, t in several]
        if any(
            all(close(value, rows.sum() / n, rtol=1e-5) for value, rows, n in divided)
            for divided in (squares, [(value, rows, n - 1) for value, rows, n in squares])
        ):
            return [mistake]
    return []


def _scaled(found):
    """Whether the losses are all the same multiple of the right ones."""
    right = [_right(one) for one in CALLS]
    pairs = zip(map(as_array, found), right, strict=True)
    ratios = [value / one for value, one in pairs if value is not None]
    alike = len(ratios) == len(found) and all(one.shape == () for one in ratios)
    return [MISTAKES.scaled] if alike and np.ptp(ratios) < 1e-5 * abs(ratios[0]) else []


def _answers(student):
    return lambda calls: values(student.outcomes("dqn_loss", [tensors(*one) for one in calls]))


def _right(call):
    return prediction(compute, call, NO_MISTAKE[0].options)


def _pair_swapped(student):
    """Whether the pair (actions, targets) is unpacked in the other order."""
    swapped = [(y, t.astype(int), a.astype(np.float32)) for y, a, t in _whole_targets()]
    found = [
        _answers(student)([(y, a, t.astype(dtype)) for y, a, t in _whole_targets()])
        for dtype in (np.float32, int)
    ]
    right = [explain(one, swapped, NO_MISTAKE, compute) == () for one in found]
    return [MISTAKES.pair_swapped] if any(right) else []


def _whole_targets():
    """Batches whose targets could be actions, and are not those taken."""
    rng = np.random.default_rng(941)
    return [
        (
            rng.normal(scale=2, size=(size, 2)).astype(np.float32),
            np.arange(size) % 2,
            (np.arange(size) // 2 % 2).astype(np.float32),
        )
        for size in (5, 6, 7)
    ]


def _known_errors(outcomes):
    """The mistake that the exceptions tell."""
    if raised(outcomes, "Boolean value of Tensor") and stopped_at(outcomes, "MSELoss("):
        return [MISTAKES.loss_not_built]
    if raised(outcomes, "must match the size") and stopped_at(outcomes, "y_pred[actions"):
        return [MISTAKES.gather_rows]
    known = (mistake for text, mistake in KNOWN_ERRORS.items() if raised(outcomes, text))
    return [mistake for mistake, _ in zip(known, range(1), strict=False)]


def _modified(outcomes):
    """Whether a call that ended well changed what it received."""
    return any(
        not all(map(np.array_equal, map(as_array, (outcome.args[0], *outcome.args[1])), sent))
        for outcome, sent in zip(outcomes, CALLS, strict=True)
        if outcome.error is None
    )


def _about_the_gradient(loss, derived):
    if not isinstance(loss, Tensor):
        return [MISTAKES.python_number]
    return [MISTAKES.no_gradient] if derived.error or as_array(derived.gradient) is None else []


def compute(
    y_pred: np.ndarray,
    actions: np.ndarray,
    q_target: np.ndarray,
    errors: Callable[..., np.ndarray],
    measure: Callable[..., np.ndarray],
    reduce: Callable[[np.ndarray, int], np.ndarray],
    sign: float,
) -> np.ndarray:
    """The loss that a rule gives."""
    y_pred, q_target = y_pred.astype(float), q_target.astype(float)
    return sign * reduce(measure(errors(y_pred, actions, q_target)), y_pred.shape[1])
