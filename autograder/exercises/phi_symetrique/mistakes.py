"""Mistakes in phi_symetrique: the mirror, the scale, the products, or the form of the result."""

from collections.abc import Callable, Sequence

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close
from autograder.judging.effects import keeps_its_results
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    modified,
    prediction,
    returns_nothing,
    right_where_it_answers,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student, StudentError

MISTAKES = load(__file__, COMMON)
SCALE = np.array([2.4, 2.0, 0.21, 2.0])
OTHER_SCALES = np.array(
    [
        [2.4, 2, 0.2095, 2],
        [2.4, 2, 0.2, 2],
        [2.4, 2, 12, 2],
        [2.4, 0.21, 2, 2],
        [2.4, 2, 2, 0.21],
        [2, 2.4, 0.21, 2],
        [4.8, 2, 0.42, 2],
        [2.4, 3, 0.21, 3],
    ]
)
FOUR = range(4)
UPPER, LOWER = np.triu_indices(4), np.tril_indices(4)
SQUARES = np.eye(4)[UPPER]  # 1 where the product is that of a component by itself


def probes(seed: int) -> list[tuple]:
    """Random states, with both actions."""
    drawn = variant.generator(seed).normal(size=(3, 4))
    return [(state, action) for state in drawn for action in (0, 1)]


CALLS = probes(980)
MIRRORS = (  # the state that is represented, and what multiplies all and the products
    (RIGHT, lambda s, a: (s if a == 1 else -s, 1, 1)),
    (MISTAKES.action_ignored, lambda s, a: (s, 1, 1)),
    (MISTAKES.action_ignored, lambda s, a: (-s, 1, 1)),
    (MISTAKES.inverted_sign, lambda s, a: (-s if a == 1 else s, 1, 1)),
    (MISTAKES.all_negated, lambda s, a: (s, 1 if a == 1 else -1, 1)),
    (MISTAKES.complement, lambda s, a: (s if a == 1 else 1 - s, 1, 1)),
    (MISTAKES.products_negated, lambda s, a: (s if a == 1 else -s, 1, 1 if a == 1 else -1)),
)
SCALES = (  # the linear part and what is multiplied
    (RIGHT, lambda s: (s / SCALE, s / SCALE)),
    (MISTAKES.not_scaled, lambda s: (s, s)),
    (MISTAKES.multiplied_by_scale, lambda s: (s * SCALE, s * SCALE)),
    (MISTAKES.products_not_scaled, lambda s: (s / SCALE, s)),
    (MISTAKES.linear_part_not_scaled, lambda s: (s, s / SCALE)),
    (MISTAKES.floor_division, lambda s: (s // SCALE, s // SCALE)),
    (MISTAKES.clipped, lambda s: (np.clip(s / SCALE, -1, 1),) * 2),
    (MISTAKES.clipped, lambda s: (np.clip(s, -SCALE, SCALE),) * 2),
    (MISTAKES.normalised, lambda s: (s / np.linalg.norm(s),) * 2),
    *(
        (MISTAKES.other_scale, lambda s, other=other: (s / other, s / other))
        for other in OTHER_SCALES
    ),
)
PRODUCTS = (
    (RIGHT, lambda z: z[UPPER[0]] * z[UPPER[1]]),
    (MISTAKES.all_pairs, lambda z: np.outer(z, z).ravel()),
    (
        MISTAKES.squares_missing,
        lambda z: np.array([z[i] * z[j] for i in range(4) for j in range(i)]),
    ),
    (
        MISTAKES.squares_missing,
        lambda z: np.array([z[i] * z[j] for i in FOUR for j in range(i + 1, 4)]),
    ),
    (MISTAKES.squares_only, lambda z: z**2),
    *(
        (MISTAKES.products_doubled, lambda z, factor=factor: factor * z[UPPER[0]] * z[UPPER[1]])
        for factor in (2 - SQUARES, np.sqrt(2 - SQUARES), (1 + SQUARES) / 2)
    ),
    (MISTAKES.sums_not_products, lambda z: z[UPPER[0]] + z[UPPER[1]]),
    (MISTAKES.products_order, lambda z: z[LOWER[0]] * z[LOWER[1]]),
    (
        MISTAKES.products_order,
        lambda z: np.append(z**2, [z[i] * z[j] for i in FOUR for j in range(i + 1, 4)]),
    ),
    (
        MISTAKES.products_order,
        lambda z: np.append([z[i] * z[j] for i in FOUR for j in range(i + 1, 4)], z**2),
    ),
    (
        MISTAKES.products_order,
        lambda z: np.array([z[i] * z[j] for i in FOUR for j in (*range(i + 1, 4), i)]),
    ),
    (MISTAKES.one_factor_not_scaled, lambda z: z[UPPER[0]] * (z * SCALE)[UPPER[1]]),
    (MISTAKES.one_factor_not_scaled, lambda z: (z * SCALE)[UPPER[0]] * z[UPPER[1]]),
)
FORMS = (  # the linear part and the products, put together
    (RIGHT, lambda z, products: np.concatenate([[1.0], z, products])),
    (MISTAKES.constant_missing, lambda z, products: np.concatenate([z, products])),
    (MISTAKES.constant_elsewhere, lambda z, products: np.concatenate([z, products, [1.0]])),
    (MISTAKES.constant_elsewhere, lambda z, products: np.concatenate([z, [1.0], products])),
    (MISTAKES.constant_missing, lambda z, products: np.concatenate([[0.0], z, products])),
    (MISTAKES.products_first, lambda z, products: np.concatenate([[1.0], products, z])),
    (MISTAKES.products_first, lambda z, products: np.concatenate([products, z, [1.0]])),
    (MISTAKES.extra_dimension, lambda z, products: np.concatenate([[1.0], z, products])[None]),
    (MISTAKES.whole_numbers, lambda z, products: np.trunc(np.concatenate([[1.0], z, products]))),
)
RULES = combine(mirror=MIRRORS, scale=SCALES, product=PRODUCTS, form=FORMS)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain the features of the probes."""
    outcomes = student.outcomes("phi_symetrique", CALLS)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    found = values(outcomes)
    explained: Sequence[Mistake] | None = explain(found, CALLS, RULES, compute)
    if explained is None:
        explained = (
            told_by_exceptions(outcomes)
            or right_where_it_answers(found, CALLS, NO_MISTAKE, compute)
            or _other_scale(found)
            or _constant_of_action(found)
            or unused(
                lambda calls: values(student.outcomes("phi_symetrique", calls)),
                found,
                CALLS,
                lambda call: prediction(compute, call, NO_MISTAKE[0].options),
                {0: MISTAKES.state_unused},
            )
        )
    observed = [
        (MISTAKES.arguments_modified, modified(outcomes, CALLS, [0])),
        (MISTAKES.shared_result, _shares_its_result(student, found)),
    ]
    return [*explained, *(mistake for mistake, seen in observed if seen)]


def _features(found):
    """The features found, an array (calls, 15); None when some have another shape."""
    arrays = [as_array(value) for value in found]
    told = all(array is not None and array.shape == (15,) for array in arrays)
    return np.array(arrays, dtype=float) if told else None


def _other_scale(found):
    """Whether the features are the right ones, for other scales than those of the statement."""
    features = _features(found)
    if features is None or not features[0, 1:5].all():
        return []
    state, action = CALLS[0]
    scale = (state if action == 1 else -state) / features[0, 1:5]
    options = {**NO_MISTAKE[0].options, "scale": lambda s: (s / scale, s / scale)}
    right = [prediction(compute, call, options) for call in CALLS]
    return [MISTAKES.other_scale] if close(features, np.array(right), rtol=1e-5) else []


def _constant_of_action(found):
    """Whether all is right but the constant, which depends on the action."""
    features = _features(found)
    if features is None:
        return []
    right = [prediction(compute, call, NO_MISTAKE[0].options) for call in CALLS]
    actions = np.array([action for _, action in CALLS])
    constants = [set(features[actions == action, 0]) for action in (0, 1)]
    alone = close(features[:, 1:], np.array(right)[:, 1:], rtol=1e-5)
    of_action = [len(one) for one in constants] == [1, 1] and constants[0] != constants[1]
    return [MISTAKES.constant_of_action] if alone and of_action else []


def _shares_its_result(student, found):
    if any(as_array(value) is None for value in found):
        return False  # results that cannot be compared look changed
    try:
        return not keeps_its_results(student, "phi_symetrique", CALLS[0], CALLS[-1])
    except StudentError:
        return False


def compute(
    state: np.ndarray,
    action: int,
    mirror: Callable[..., tuple[np.ndarray, float, float]],
    scale: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]],
    product: Callable[[np.ndarray], np.ndarray],
    form: Callable[..., np.ndarray],
) -> np.ndarray:
    """The features that a rule gives."""
    mirrored, sign, sign_of_products = mirror(state, action)
    z, multiplied = scale(mirrored)
    return sign * form(z, sign_of_products * product(multiplied))
