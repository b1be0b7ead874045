"""Mistakes in valeur_gloutonne: another choice between the two Q-values, or no Q-values."""

from collections.abc import Callable, Sequence

import numpy as np

from autograder.judging import variant
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    explain_parts,
    modified,
    prediction,
    returns_nothing,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random weights and states."""
    return [tuple(pair) for pair in variant.generator(seed).normal(size=(6, 2, 4))]


CALLS = probes(960)
PRODUCTS = (  # what is computed for each action, an array (2,) or (2, 4)
    (RIGHT, lambda theta, state: np.array([-(theta @ state), theta @ state])),
    (MISTAKES.no_sum, lambda theta, state: np.array([-theta * state, theta * state])),
    (MISTAKES.no_sum, lambda theta, state: np.full(2, (theta * state).max())),
    (MISTAKES.absolute_products, lambda theta, state: np.full(2, np.abs(theta * state).sum())),
    (MISTAKES.norm_not_product, lambda theta, state: np.full(2, np.linalg.norm(theta * state))),
    (MISTAKES.maximum_of_features, lambda theta, state: np.full(2, np.abs(state) @ theta)),
    (MISTAKES.squared, lambda theta, state: np.array([-1, 1]) * (theta @ state) ** 2),
    (
        MISTAKES.squared,
        lambda theta, state: np.array([-1, 1]) * (theta @ state) / np.linalg.norm(theta),
    ),
    (
        MISTAKES.squared,
        lambda theta, state: np.array([-1, 1]) * (theta @ state) / np.linalg.norm(state),
    ),
)
CHOICES = (
    (RIGHT, lambda q: q.max()),
    (MISTAKES.min_not_max, lambda q: q.min()),
    (MISTAKES.mean_not_max, lambda q: q.mean()),
    (MISTAKES.softmax_mean, lambda q: np.log(np.exp(q).sum())),
    (MISTAKES.softmax_mean, lambda q: (np.exp(q) * q).sum() / np.exp(q).sum()),
    (MISTAKES.difference, lambda q: q[1] - q[0]),
    (MISTAKES.difference, lambda q: q[0] - q[1]),
    (MISTAKES.difference, lambda q: abs(q[1] - q[0])),
    (MISTAKES.argmax_index, lambda q: q.argmax()),
    (MISTAKES.one_action, lambda q: q[0]),
    (MISTAKES.one_action, lambda q: q[1]),
    (MISTAKES.one_action, lambda q: max(0, q[0])),
    (MISTAKES.one_action, lambda q: max(0, q[1])),
    (MISTAKES.extra_dimension, lambda q: q.max(keepdims=True)),
    (MISTAKES.extra_dimension, lambda q: q.max().reshape(1, 1)),
    (MISTAKES.whole_numbers, lambda q: np.trunc(q.max())),
    (MISTAKES.maximum_from_one, lambda q: max(1, q.max())),
    *((MISTAKES.rounded, lambda q, kept=kept: q.max().round(kept)) for kept in (0, 1, 2, 3, 4)),
    (MISTAKES.both_values, lambda q: q),
    (MISTAKES.both_values, lambda q: q.max(axis=0)),
)
RULES = combine(products=PRODUCTS, choice=CHOICES)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the values of the probes."""
    outcomes = student.outcomes("valeur_gloutonne", CALLS)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    found = values(outcomes)
    explained: Sequence[Mistake] | None = explain(found, CALLS, RULES, compute)
    if explained is None:
        explained = (
            told_by_exceptions(outcomes)
            or explain_parts(found, CALLS, RULES, compute)
            or unused(
                lambda calls: values(student.outcomes("valeur_gloutonne", calls)),
                found,
                CALLS,
                lambda call: prediction(compute, call, NO_MISTAKE[0].options),
                {0: MISTAKES.theta_unused, 1: MISTAKES.state_unused},
            )
        )
    changed = modified(outcomes, CALLS, [0, 1])
    return [*explained, *([MISTAKES.arguments_modified] if changed else [])]


def compute(
    theta: np.ndarray,
    state: np.ndarray,
    products: Callable[..., np.ndarray],
    choice: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """The value that a rule gives."""
    return choice(products(theta, state))
