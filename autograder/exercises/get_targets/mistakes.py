"""Mistakes in get_targets: the mask, the maximum, gamma, and the shape of the result."""

import numpy as np

from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    modified,
    raised,
    returns_nothing,
    stopped_at,
    values,
)
from autograder.judging.student import Student

MISTAKES = load(__file__, COMMON)
SHAPES = (  # the size of the batch, the number of actions, gamma, and where s' is terminal
    (5, 2, 0.8, [False, True, False, False, True]),
    (6, 3, 0.7, [False] * 6),
    (3, 3, 0.8, [True, False, False]),
    (2, 2, 0.6, [False, True]),
    (1, 2, 0.9, [False]),
    (4, 3, 0.5, [True] * 4),
    (4, 2, 0.6, [False, False, True, False]),
)


def probes(seed: int) -> list[tuple]:
    """Random arguments, some square so that a wrong axis does not always fail."""
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(scale=3, size=(size, n)), rng.normal(size=size), np.array(terminal), gamma)
        for size, n, gamma, terminal in SHAPES
    ]


CALLS = probes(920)
ENOUGH_TRANSITIONS = 3  # a Q-value of one's own row three times over is no coincidence
MASKS = (
    (RIGHT, lambda terminal: 1.0 - terminal),
    (MISTAKES.mask_missing, lambda terminal: np.ones(len(terminal))),
    (MISTAKES.mask_inverted, lambda terminal: 1.0 * terminal),
    (MISTAKES.mask_any, lambda terminal: np.full(len(terminal), 1.0 - terminal.any())),
    (MISTAKES.mask_all, lambda terminal: np.full(len(terminal), 1.0 - terminal.all())),
    (MISTAKES.only_rewards, lambda terminal: np.zeros(len(terminal))),
)
BESTS = (
    (RIGHT, lambda q_vals: q_vals.max(axis=1)),
    (MISTAKES.min_not_max, lambda q_vals: q_vals.min(axis=1)),
    (MISTAKES.mean_not_max, lambda q_vals: q_vals.mean(axis=1)),
    (MISTAKES.sum_not_max, lambda q_vals: q_vals.sum(axis=1)),
    (MISTAKES.global_max, lambda q_vals: q_vals.max()),
    (MISTAKES.axis_zero, lambda q_vals: q_vals.max(axis=0)),
    (MISTAKES.argmax_index, lambda q_vals: q_vals.argmax(axis=1)),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, 0]),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, 1]),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, -1]),
    (MISTAKES.absolute_max, lambda q_vals: np.abs(q_vals).max(axis=1)),
    (MISTAKES.two_columns_only, lambda q_vals: q_vals[:, :2].max(axis=1)),
)
SUMS = (  # r, gamma, the best next value, and the mask, put together
    (RIGHT, lambda r, gamma, best, mask: r + gamma * best * mask),
    (MISTAKES.reward_masked, lambda r, gamma, best, mask: (r + gamma * best) * mask),
    (MISTAKES.reward_missing, lambda r, gamma, best, mask: gamma * best * mask),
    (MISTAKES.subtracted, lambda r, gamma, best, mask: r - gamma * best * mask),
    (MISTAKES.gamma_on_reward, lambda r, gamma, best, mask: gamma * r + best * mask),
    (MISTAKES.gamma_on_everything, lambda r, gamma, best, mask: gamma * (r + best * mask)),
    (MISTAKES.column, lambda r, gamma, best, mask: r + gamma * best[:, None] * mask),
    (MISTAKES.column, lambda r, gamma, best, mask: r + gamma * best[:, None] * mask[:, None]),
    (MISTAKES.column, lambda r, gamma, best, mask: r[:, None] + gamma * (best * mask)[:, None]),
    (MISTAKES.mask_parentheses, lambda r, gamma, best, mask: r + gamma * best - (1 - mask)),
)
GAMMAS = (
    (RIGHT, lambda gamma: gamma),
    (MISTAKES.gamma_missing, lambda gamma: 1.0),
    (MISTAKES.gamma_squared, lambda gamma: gamma**2),
    *((MISTAKES.gamma_fixed, lambda gamma, value=value: value) for value in (0.9, 0.95, 0.99)),
)
RESULTS = (
    (RIGHT, lambda targets: targets),
    (MISTAKES.squeezed, np.squeeze),
    (MISTAKES.one_transition_only, lambda targets: targets[0]),
    (MISTAKES.one_transition_only, lambda targets: targets[:1]),
    (MISTAKES.one_transition_only, lambda targets: targets[-1]),
    (MISTAKES.batch_mean, np.mean),
    (MISTAKES.batch_mean, np.sum),
    (MISTAKES.whole_numbers, np.trunc),
    (MISTAKES.whole_numbers, lambda targets: targets != 0),  # as booleans
)
RULES = combine(mask=MASKS, best=BESTS, put_together=SUMS, discount=GAMMAS, result=RESULTS)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the targets of the probes."""
    outcomes = student.outcomes("get_targets", CALLS)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    if raised(outcomes, "truth value of an array"):
        of_python = stopped_at(outcomes, "max(next_q_vals)")
        return [MISTAKES.python_max if of_python else MISTAKES.condition_on_array]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        found = _source_of_the_values(student, outcomes)
    changed = modified(outcomes, CALLS, [0, 1, 2])
    return [*found, *([MISTAKES.arguments_modified] if changed else [])]


def _source_of_the_values(student, outcomes):
    """What is wrong with the Q-values that the targets are made of, when no rule explains them."""
    others = student.outcomes("get_targets", [(-q_vals, *rest) for q_vals, *rest in CALLS])
    answers = [o.value for o in outcomes if o.error is None]
    if answers and all(
        (a.error is None) == (b.error is None) and (a.error or close(a.value, b.value))
        for a, b in zip(outcomes, others, strict=True)
    ):
        return [MISTAKES.q_vals_ignored]
    seen = [_of_own_row(o.value, c) for o, c in zip(outcomes, CALLS, strict=True) if not o.error]
    counted = [of_row for of_row in seen if of_row is not None]
    enough = sum(len(of_row) for of_row in counted) >= ENOUGH_TRANSITIONS
    return [MISTAKES.other_action] if enough and all(of_row.all() for of_row in counted) else []


def _of_own_row(targets, arguments):
    """For each transition that goes on, whether its target comes from a Q-value of its own row.

    None when the targets have another shape than they should.
    """
    q_vals, rewards, terminal, gamma = arguments
    targets = as_array(targets)
    if targets is None or targets.shape != rewards.shape:
        return None
    next_values = (targets - rewards)[~terminal, None] / gamma
    return np.isclose(next_values, q_vals[~terminal], rtol=1e-5).any(axis=1)


def compute(next_q_vals, rewards, terminal, gamma, mask, best, put_together, discount, result):
    """The targets that a rule gives."""
    return result(put_together(rewards, discount(gamma), best(next_q_vals), mask(terminal)))
