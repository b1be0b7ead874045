"""Mistakes in dqn_loss: which errors, how they are measured, and the gradient."""

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    raised,
    returns_nothing,
    values,
)
from autograder.judging.student import Student, call
from autograder.student.wire import Tensor

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random arguments, float32 as a network gives; every action is taken."""
    rng = np.random.default_rng(seed)
    return [
        (
            rng.normal(scale=2, size=(size, n_actions)).astype(np.float32),
            rng.permutation(np.arange(size) % n_actions),
            rng.normal(size=size).astype(np.float32),
        )
        for size, n_actions in ((5, 2), (7, 3), (6, 4), (1, 2))
    ]


CALLS = probes(940)


def _chosen(y, a):
    return y[np.arange(len(a)), a]


def _masked(y, a):
    return np.eye(y.shape[1])[a] * y


ERRORS = (
    (RIGHT, lambda y, a, t: _chosen(y, a) - t),
    (MISTAKES.all_actions, lambda y, a, t: y - t[:, None]),
    (MISTAKES.divided_by_actions, lambda y, a, t: _masked(y - t[:, None], a)),
    (MISTAKES.unmasked_target, lambda y, a, t: _masked(y, a) - t[:, None]),
    (MISTAKES.argmax_index, lambda y, a, t: y.argmax(axis=1) - t),
    (MISTAKES.action_not_value, lambda y, a, t: a - t),
    (MISTAKES.max_not_chosen, lambda y, a, t: y.max(axis=1) - t),
    (MISTAKES.mean_of_actions, lambda y, a, t: y.mean(axis=1) - t),
    (MISTAKES.fixed_action, lambda y, a, t: y[:, 0] - t),
    (MISTAKES.fixed_action, lambda y, a, t: y[:, 1] - t),
    (MISTAKES.flat_take, lambda y, a, t: y[0, a] - t),
    (MISTAKES.gather_rows, lambda y, a, t: y[a, 0] - t),
    (MISTAKES.column_indexing, lambda y, a, t: y[:, a] - t),
    (MISTAKES.column_indexing, lambda y, a, t: y[:, a] - t[:, None]),
    (MISTAKES.broadcast, lambda y, a, t: _chosen(y, a)[:, None] - t),
    (MISTAKES.two_actions_only, lambda y, a, t: y[:, 0] * (1 - a) + y[:, 1] * a - t),
    (MISTAKES.integer_targets, lambda y, a, t: _chosen(y, a) - np.trunc(t)),
)
MEASURES = (
    (RIGHT, np.square),
    (MISTAKES.absolute_error, np.abs),
    (MISTAKES.huber, lambda e: np.where(np.abs(e) < 1, e**2 / 2, np.abs(e) - 0.5)),
    (MISTAKES.clipped_error, lambda e: np.clip(e, -1, 1) ** 2),
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
    (MISTAKES.square_root, lambda losses, n: np.sqrt(np.abs(np.mean(losses)))),
)
SIGNS = ((RIGHT, 1), (MISTAKES.negative, -1))
RULES = combine(errors=ERRORS, measure=MEASURES, reduce=REDUCTIONS, sign=SIGNS)
# What an exception says, and the mistake that it tells.
KNOWN_ERRORS = {
    "same number of dimensions as input": MISTAKES.gather_dimensions,
    "int64 for index": MISTAKES.float_index,
    "tensors used as indices must be long": MISTAKES.float_index,
    "Boolean value of Tensor": MISTAKES.condition_on_array,
}
WITHOUT_GRADIENT = frozenset(
    (MISTAKES.argmax_index, MISTAKES.action_not_value, MISTAKES.one_per_transition)
)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the losses of the probes and their gradients."""
    calls = [(Tensor(y), (Tensor(a), Tensor(t))) for y, a, t in CALLS]
    steps = [call("dqn_loss", *arguments) for arguments in calls]
    *outcomes, derived = student.script([*steps, call("dqn_loss", *calls[0], wrt=0)])
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        return _known_errors(outcomes)
    made = [*found, *([MISTAKES.arguments_modified] if _modified(outcomes) else [])]
    if WITHOUT_GRADIENT.intersection(found):
        return made
    return [*made, *_about_the_gradient(outcomes[0].value, derived)]


def _known_errors(outcomes):
    """The mistake that the exceptions tell."""
    for text, mistake in KNOWN_ERRORS.items():
        if raised(outcomes, text):
            return [mistake]
    *batches, single = outcomes
    if single.error and explain(values(batches), CALLS[:-1], RULES[:1], compute) == ():
        return [MISTAKES.squeeze_all]
    return []


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


def compute(y_pred, actions, q_target, errors, measure, reduce, sign):
    """The loss that a rule gives."""
    y_pred, q_target = y_pred.astype(float), q_target.astype(float)
    return sign * reduce(measure(errors(y_pred, actions, q_target)), y_pred.shape[1])
