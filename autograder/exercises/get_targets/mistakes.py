"""Mistakes in get_targets: the mask, the maximum, gamma, and the shape of the result."""

import functools
from collections.abc import Callable

import numpy as np

from autograder.judging.assertions import as_array
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    explain_parts,
    large_batch,
    modified,
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


def _softmax(q_vals):
    powers = np.exp(q_vals)
    return powers / powers.sum(axis=1, keepdims=True)


def _places(rewards):
    return np.arange(len(rewards))


def _first_end(terminal):
    """How many transitions there are up to the first terminal one, it included."""
    return terminal.argmax() + 1 if terminal.any() else len(terminal)


def cut_to(targets: np.ndarray, size: int) -> np.ndarray:
    """The first `size` targets; raises IndexError when there are fewer."""
    return targets[np.arange(size)]


def padded_to(targets: np.ndarray, size: int) -> np.ndarray:
    """The targets, then zeros up to `size`; raises IndexError when there are more."""
    padded = np.zeros(size)
    padded[np.arange(len(targets))] = targets
    return padded


MASKS = (
    (RIGHT, lambda terminal: 1.0 - terminal),
    (MISTAKES.mask_missing, lambda terminal: np.ones(len(terminal))),
    (MISTAKES.mask_inverted, lambda terminal: 1.0 * terminal),
    (MISTAKES.mask_any, lambda terminal: np.full(len(terminal), 1.0 - terminal.any())),
    (MISTAKES.mask_all, lambda terminal: np.full(len(terminal), 1.0 - terminal.all())),
    (MISTAKES.stopped_at_terminal, lambda terminal: 1.0 - np.maximum.accumulate(terminal)),
    (MISTAKES.mask_shifted, lambda terminal: 1.0 - np.append(False, terminal[:-1])),
    (MISTAKES.mask_shifted, lambda terminal: 1.0 - np.append(terminal[1:], False)),
    (MISTAKES.mask_shifted, lambda terminal: 1.0 - np.roll(terminal, 1)),
    (MISTAKES.mask_shifted, lambda terminal: 1.0 - np.roll(terminal, -1)),
    (MISTAKES.only_rewards, lambda terminal: np.zeros(len(terminal))),
    (MISTAKES.tilde_on_integers, lambda terminal: -1.0 - terminal),
    (MISTAKES.future_left_out, lambda terminal: np.append(1.0 - terminal[:-1], 0)),
    (MISTAKES.future_left_out, lambda terminal: np.append(0, 1.0 - terminal[1:])),
)
BESTS = (
    (RIGHT, lambda q_vals: q_vals.max(axis=1)),
    (RIGHT, lambda q_vals: q_vals[:, :2].max(axis=1)),  # the two actions of CartPole, written out
    (MISTAKES.min_not_max, lambda q_vals: q_vals.min(axis=1)),
    (MISTAKES.mean_not_max, lambda q_vals: q_vals.mean(axis=1)),
    (MISTAKES.mean_not_max, lambda q_vals: np.median(q_vals, axis=1)),
    (MISTAKES.sum_not_max, lambda q_vals: q_vals.sum(axis=1)),
    (MISTAKES.global_max, lambda q_vals: q_vals.max()),
    (MISTAKES.axis_zero, lambda q_vals: q_vals.max(axis=0)),
    (MISTAKES.argmax_index, lambda q_vals: q_vals.argmax(axis=1)),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, 0]),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, 1]),
    (MISTAKES.first_action, lambda q_vals: q_vals[:, -1]),
    (MISTAKES.absolute_max, lambda q_vals: np.abs(q_vals).max(axis=1)),
    (MISTAKES.maximum_from_zero, lambda q_vals: np.maximum(q_vals.max(axis=1), 0)),
    (MISTAKES.absolute_max, lambda q_vals: np.abs(q_vals.max(axis=1))),
    (MISTAKES.shifted_rows, lambda q_vals: np.append(q_vals[1:].max(axis=1), 0)),
    (MISTAKES.shifted_rows, lambda q_vals: np.append(0, q_vals[:-1].max(axis=1))),
    (MISTAKES.shifted_rows, lambda q_vals: np.roll(q_vals.max(axis=1), -1)),
    (MISTAKES.shifted_rows, lambda q_vals: np.roll(q_vals.max(axis=1), 1)),
    (MISTAKES.softmax_mean, lambda q_vals: (_softmax(q_vals) * q_vals).sum(axis=1)),
    (MISTAKES.softmax_mean, lambda q_vals: np.log(np.exp(q_vals).sum(axis=1))),
)
SUMS = (  # r, gamma, the best next value, and the mask, put together
    (RIGHT, lambda r, gamma, best, mask: r + gamma * best * mask),
    (MISTAKES.reward_masked, lambda r, gamma, best, mask: (r + gamma * best) * mask),
    *(
        (
            MISTAKES.terminal_constant,
            lambda r, gamma, best, mask, c=c: np.where(mask, r + gamma * best, c),
        )
        for c in (-1, 1, -10, -100)
    ),
    (MISTAKES.masked_elsewhere, lambda r, gamma, best, mask: r * mask + gamma * best),
    (MISTAKES.gamma_divides, lambda r, gamma, best, mask: r + best / gamma * mask),
    (MISTAKES.reward_missing, lambda r, gamma, best, mask: gamma * best * mask),
    (
        MISTAKES.rewards_shifted,
        lambda r, gamma, best, mask: np.append(r[1:], 0) + gamma * best * mask,
    ),
    (MISTAKES.rewards_shifted, lambda r, gamma, best, mask: np.roll(r, -1) + gamma * best * mask),
    (MISTAKES.rewards_shifted, lambda r, gamma, best, mask: np.roll(r, 1) + gamma * best * mask),
    (MISTAKES.reward_twice, lambda r, gamma, best, mask: 2 * r + gamma * best * mask),
    (MISTAKES.rewards_added_up, lambda r, gamma, best, mask: np.cumsum(r) + gamma * best * mask),
    (MISTAKES.subtracted, lambda r, gamma, best, mask: r - gamma * best * mask),
    (MISTAKES.gamma_on_reward, lambda r, gamma, best, mask: gamma * r + best * mask),
    (MISTAKES.gamma_on_everything, lambda r, gamma, best, mask: gamma * (r + best * mask)),
    (MISTAKES.gamma_power, lambda r, gamma, best, mask: r + gamma ** _places(r) * best * mask),
    (
        MISTAKES.gamma_power,
        lambda r, gamma, best, mask: r + gamma ** (_places(r) + 1) * best * mask,
    ),
    (MISTAKES.product, lambda r, gamma, best, mask: r * gamma * best * mask),
    (MISTAKES.product, lambda r, gamma, best, mask: np.where(mask, r * gamma * best, r)),
    (
        MISTAKES.rewards_clipped,
        lambda r, gamma, best, mask: np.clip(r, -1, 1) + gamma * best * mask,
    ),
    (MISTAKES.rewards_clipped, lambda r, gamma, best, mask: np.sign(r) + gamma * best * mask),
    (MISTAKES.rewards_averaged, lambda r, gamma, best, mask: r.mean() + gamma * best * mask),
    (MISTAKES.rewards_averaged, lambda r, gamma, best, mask: r.sum() + gamma * best * mask),
    (MISTAKES.column, lambda r, gamma, best, mask: r + gamma * best[:, None] * mask),
    (MISTAKES.column, lambda r, gamma, best, mask: r + gamma * best[:, None] * mask[:, None]),
    (MISTAKES.column, lambda r, gamma, best, mask: r[:, None] + gamma * (best * mask)[:, None]),
    (MISTAKES.mask_parentheses, lambda r, gamma, best, mask: r + gamma * best - (1 - mask)),
)
GAMMAS = (
    (RIGHT, lambda gamma: gamma),
    (MISTAKES.gamma_missing, lambda gamma: 1.0),
    (MISTAKES.gamma_squared, lambda gamma: gamma**2),
    (MISTAKES.gamma_complement, lambda gamma: 1 - gamma),
    *((MISTAKES.gamma_fixed, lambda gamma, value=value: value) for value in (0.9, 0.95, 0.99)),
)
RESULTS = (
    (RIGHT, lambda targets, terminal: targets),
    (MISTAKES.squeezed, lambda targets, terminal: np.squeeze(targets)),
    (MISTAKES.one_transition_only, lambda targets, terminal: targets[0]),
    (MISTAKES.one_transition_only, lambda targets, terminal: targets[:1]),
    (MISTAKES.one_transition_only, lambda targets, terminal: targets[-1]),
    (MISTAKES.batch_mean, lambda targets, terminal: np.mean(targets)),
    (MISTAKES.batch_mean, lambda targets, terminal: np.sum(targets)),
    (MISTAKES.whole_numbers, lambda targets, terminal: np.trunc(targets)),
    *(
        (MISTAKES.rounded, lambda targets, terminal, kept=kept: np.round(targets, kept))
        for kept in (0, 1, 2, 3)
    ),
    (MISTAKES.whole_numbers, lambda targets, terminal: targets != 0),  # as booleans
    (MISTAKES.terminal_skipped, lambda targets, terminal: targets[~terminal]),
    (MISTAKES.stopped_at_terminal, lambda targets, terminal: targets[: _first_end(terminal)]),
    (
        MISTAKES.stopped_at_terminal,
        lambda targets, terminal: np.where(
            np.arange(len(terminal)) < _first_end(terminal), targets, 0
        ),
    ),
    (MISTAKES.reversed_batch, lambda targets, terminal: targets[::-1]),
    (MISTAKES.row_left_out, lambda targets, terminal: targets[:-1]),
    (MISTAKES.row_left_out, lambda targets, terminal: targets[1:]),
    (MISTAKES.row_left_out, lambda targets, terminal: np.append(targets[:-1], 0)),
    (MISTAKES.row_left_out, lambda targets, terminal: np.append(0, targets[1:])),
    *(
        (MISTAKES.fixed_batch, lambda targets, terminal, cut=cut, size=size: cut(targets, size))
        for cut, sizes in ((cut_to, (2, 3, 4)), (padded_to, (2, 3, 4, 32, 64, 128)))
        for size in sizes
    ),
)
RULES = combine(mask=MASKS, best=BESTS, put_together=SUMS, discount=GAMMAS, result=RESULTS)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]
# Three slips that go together: only the future is left of the formula, and it is wrong as well.
ONLY_THE_FUTURE = [
    rule
    for rule in combine(
        3,
        mask=MASKS[:2],
        best=BESTS,
        put_together=[option for option in SUMS if option[0] in (RIGHT, MISTAKES.reward_missing)],
        discount=GAMMAS[:2],
        result=RESULTS[:1],
    )
    if len(rule.mistakes) == 3
]
# All the actions' Q-values are kept: the masks, rewards and gammas of the rules, a column each.
EVERY_ACTION = combine(
    mask=MASKS,
    reward=(
        (MISTAKES.maximum_missing, lambda r: r[:, None]),
        (MISTAKES.maximum_missing, lambda r: np.zeros((len(r), 1))),
    ),
    discount=GAMMAS,
)
# What is common to the calls that raise, when the others are right.
RAISES = (
    (MISTAKES.raises_on_all_terminal, lambda q_vals, rewards, terminal, gamma: terminal.all()),
    (MISTAKES.raises_on_single, lambda q_vals, rewards, terminal, gamma: len(rewards) == 1),
    (MISTAKES.raises_on_terminal, lambda q_vals, rewards, terminal, gamma: terminal.any()),
)
UNUSED = {
    0: MISTAKES.q_vals_ignored,
    1: MISTAKES.rewards_unused,
    2: MISTAKES.terminal_unused,
    3: MISTAKES.gamma_fixed,
}


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the targets of the probes."""
    outcomes = student.outcomes("get_targets", CALLS)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    if raised(outcomes, "truth value of an array"):
        of_python = stopped_at(outcomes, "max(next_q_vals)")
        return [MISTAKES.python_max if of_python else MISTAKES.condition_on_array]
    if raised(outcomes, "numpy boolean negative"):
        return [MISTAKES.minus_on_booleans]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        found = _beyond_rules(student, outcomes)
    changed = modified(outcomes, CALLS, [0, 1, 2])
    return [*found, *([MISTAKES.arguments_modified] if changed else [])]


def _beyond_rules(student, outcomes):
    """What is seen of targets that no pair of mistakes gives."""
    found = values(outcomes)
    return (
        told_by_exceptions(outcomes)
        or _fixed_batch(student, outcomes)
        or right_where_it_answers(found, CALLS, NO_MISTAKE, compute, RAISES)
        or explain(found, CALLS, ONLY_THE_FUTURE, compute)
        or explain(found, CALLS, EVERY_ACTION, of_every_action)
        or explain_parts(found, CALLS, RULES, compute)
        or unused(_answers(student), found, CALLS, _right, UNUSED)
        or _other_action(outcomes)
    )


def _fixed_batch(student, outcomes):
    large = functools.partial(student.outcome, "get_targets", *large_batch(CALLS[0]))
    return [MISTAKES.fixed_batch] if needs_a_large_batch(outcomes, large) else []


def _right(call):
    return prediction(compute, call, NO_MISTAKE[0].options)


def _answers(student):
    return lambda calls: values(student.outcomes("get_targets", calls))


def _other_action(outcomes):
    """Whether every target comes from a Q-value of its own row, not always the best one."""
    answers = [(o.value, call) for o, call in zip(outcomes, CALLS, strict=True) if not o.error]
    seen = [rows for rows in (_of_own_row(*one) for one in answers) if rows is not None]
    own, best = np.concatenate([np.ones((2, 0), dtype=bool), *seen], axis=1)
    enough = len(own) >= ENOUGH_TRANSITIONS
    return [MISTAKES.other_action] if enough and own.all() and not best.all() else []


def _of_own_row(targets, arguments):
    """Whether each target that goes on comes from a Q-value of its own row, and from the best one.

    An array (2, transitions that go on). None when the targets have another shape than they
    should, or a terminal state's target is not the reward.
    """
    q_vals, rewards, terminal, gamma = arguments
    targets = as_array(targets)
    if targets is None or targets.shape != rewards.shape:
        return None
    if not np.allclose(targets[terminal], rewards[terminal], rtol=1e-5):
        return None
    going_on = q_vals[~terminal]
    next_values = (targets - rewards)[~terminal] / gamma
    return np.array(
        [
            np.isclose(next_values[:, None], going_on, rtol=1e-5).any(axis=1),
            np.isclose(next_values, going_on.max(axis=1), rtol=1e-5),
        ]
    )


def of_every_action(
    next_q_vals: np.ndarray,
    rewards: np.ndarray,
    terminal: np.ndarray,
    gamma: float,
    mask: Callable[..., np.ndarray],
    reward: Callable[[np.ndarray], np.ndarray],
    discount: Callable[[float], float],
) -> np.ndarray:
    """What a rule gives where no action is chosen: an array (B, n_actions)."""
    return reward(rewards) + discount(gamma) * next_q_vals * mask(terminal)[:, None]


def compute(
    next_q_vals: np.ndarray,
    rewards: np.ndarray,
    terminal: np.ndarray,
    gamma: float,
    mask: Callable[..., np.ndarray],
    best: Callable[..., np.ndarray],
    put_together: Callable[..., np.ndarray],
    discount: Callable[[float], float],
    result: Callable[..., np.ndarray],
) -> np.ndarray:
    """The targets that a rule gives."""
    targets = put_together(rewards, discount(gamma), best(next_q_vals), mask(terminal))
    return result(targets, terminal)
