"""Mistakes in discounted_returns: other weights for the rewards, another form of the result."""

from collections.abc import Callable, Sequence

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    modified,
    returns_nothing,
    told_by_exceptions,
    values,
)
from autograder.judging.student import Student

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random rewards, with several lengths and several gammas."""
    rng = variant.generator(seed)
    return [(rng.normal(size=length), gamma) for length, gamma in ((3, 0.9), (5, 0.5), (8, 0.7))]


CALLS = probes(970)
LONG = 301  # steps of an episode longer than those of CartPole-v0
WEIGHTS = (  # of r_k in G_t, for the arrays k, t and the mask of the future, k ≥ t
    (RIGHT, lambda k, t, gamma: (k >= t) * gamma ** np.maximum(k - t, 0)),
    (MISTAKES.gamma_missing, lambda k, t, gamma: 1.0 * (k >= t)),
    (MISTAKES.shifted_exponent, lambda k, t, gamma: (k >= t) * gamma ** np.maximum(k - t + 1, 0)),
    (MISTAKES.from_the_start, lambda k, t, gamma: (k >= t) * gamma**k),
    (MISTAKES.from_the_end, lambda k, t, gamma: (k >= t) * gamma ** (k.max() - k)),
    (MISTAKES.gamma_on_reward, lambda k, t, gamma: (k >= t) * gamma),
    (MISTAKES.multiplied_not_raised, lambda k, t, gamma: (k >= t) * gamma * (k - t)),
    (MISTAKES.weighted_rewards, lambda k, t, gamma: (k >= t) * (1 - gamma) * gamma ** abs(k - t)),
    *(
        (MISTAKES.gamma_fixed, lambda k, t, gamma, fixed=fixed: (k >= t) * fixed ** abs(k - t))
        for fixed in (0.9, 0.95, 0.99)
    ),
    (MISTAKES.past_not_future, lambda k, t, gamma: (k <= t) * gamma ** np.maximum(t - k, 0)),
    (MISTAKES.past_not_future, lambda k, t, gamma: (k <= t) * gamma**k),
    (MISTAKES.no_sum, lambda k, t, gamma: (k == t) * gamma**k),
    (MISTAKES.no_sum, lambda k, t, gamma: 1.0 * (k == t)),
    (MISTAKES.one_step, lambda k, t, gamma: 1.0 * (k == t) + gamma * (k == t + 1)),
    (MISTAKES.own_reward_missing, lambda k, t, gamma: (k > t) * gamma ** np.maximum(k - t, 0)),
    (MISTAKES.own_reward_missing, lambda k, t, gamma: (k > t) * gamma ** np.maximum(k - t - 1, 0)),
    (
        MISTAKES.last_reward_missing,
        lambda k, t, gamma: (k >= t) * (k < k.max()) * gamma ** np.maximum(k - t, 0),
    ),
)
TOTALS = (
    (RIGHT, lambda products: products.sum(axis=1)),
    (MISTAKES.mean_not_sum, lambda products: products.mean(axis=1)),
    (MISTAKES.mean_not_sum, lambda products: products.sum(axis=1) / range(len(products), 0, -1)),
)
FORMS = (
    (RIGHT, lambda returns: returns),
    (MISTAKES.reversed_order, lambda returns: returns[::-1]),
    (MISTAKES.standardised, lambda returns: (returns - returns.mean()) / (returns.std() + 1e-8)),
    (MISTAKES.whole_numbers, np.trunc),
    (MISTAKES.rounded, lambda returns: returns.round(2)),
    (MISTAKES.rounded, lambda returns: returns.round(3)),
    (MISTAKES.extra_dimension, lambda returns: returns[:, np.newaxis]),
    (MISTAKES.extra_dimension, lambda returns: returns[np.newaxis]),
    (MISTAKES.first_only, lambda returns: returns[0]),
    (MISTAKES.first_left_out, lambda returns: np.append(0, returns[1:])),
    (MISTAKES.first_left_out, lambda returns: returns[1:]),
    (MISTAKES.last_only, lambda returns: np.append(np.zeros(len(returns) - 1), returns[-1])),
    (MISTAKES.last_only, lambda returns: returns[-1:]),
    (MISTAKES.last_only, lambda returns: returns[-1]),
    (MISTAKES.accumulated, np.cumsum),
    (MISTAKES.one_too_many, lambda returns: np.append(returns, 0)),
    (MISTAKES.one_too_many, lambda returns: np.append(0, returns[::-1])),
    (MISTAKES.one_too_many, lambda returns: returns[:-1]),
    (MISTAKES.one_too_many, lambda returns: np.append(returns[:-1], 0)),
)
RULES = combine(weight=WEIGHTS, total=TOTALS, form=FORMS)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the returns of the probes."""
    outcomes = student.outcomes("discounted_returns", CALLS)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    found: Sequence[Mistake] | None = explain(values(outcomes), CALLS, RULES, compute)
    if found is None:
        found = told_by_exceptions(outcomes)
    elif not found and _fails_at_zero(student):
        found = [MISTAKES.divided_by_powers]
    elif not found and _stops_early(student):
        found = [MISTAKES.cut_short]
    changed = modified(outcomes, CALLS, [0])
    return [*found, *([MISTAKES.arguments_modified] if changed else [])]


def _fails_at_zero(student):
    """Whether returns that are right elsewhere are no numbers, or an exception, for gamma = 0."""
    outcome = student.outcome("discounted_returns", CALLS[0][0], 0.0)
    if outcome.error:
        return outcome.error.finding.kind == "ZeroDivisionError"
    returns = as_array(outcome.value)
    return returns is not None and returns.dtype.kind == "f" and not np.isfinite(returns).all()


def _stops_early(student):
    """Whether only the rewards of so many steps count, from each step on."""
    rewards, gamma = variant.generator(971).normal(size=LONG), 0.99
    returns = as_array(student.outcome("discounted_returns", rewards, gamma).value)
    if returns is None or returns.shape != rewards.shape:
        return False
    discounted = rewards * gamma ** np.arange(LONG)
    counts = np.flatnonzero(np.isclose(discounted.cumsum(), returns[0])) + 1
    return any(close(returns, _windowed(rewards, gamma, n)) for n in counts[counts < LONG])


def _windowed(rewards, gamma, count):
    """The returns of so many steps, from each step on."""
    return np.convolve(rewards[::-1], gamma ** np.arange(count))[: len(rewards)][::-1]


def compute(
    rewards: np.ndarray,
    gamma: float,
    weight: Callable[..., np.ndarray],
    total: Callable[[np.ndarray], np.ndarray],
    form: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """The returns that some weights, a way to gather the products and a form give."""
    k = np.arange(len(rewards))
    return form(total(weight(k[np.newaxis], k[:, np.newaxis], gamma) * rewards))
