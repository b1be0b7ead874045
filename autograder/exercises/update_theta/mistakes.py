"""Mistakes in update_theta: independent mistakes in one formula.

theta + sign · lr · factor · collect(Σ_a weights[i, a] · features(s_i, a)), where weights[i, a] is
the error for the action taken and 0 for the others. Each part has its own wrong options.
"""

from collections.abc import Callable

import numpy as np

from autograder.exercises.phi.stand_in import matrices
from autograder.judging.assertions import as_array
from autograder.judging.effects import untouched
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    Failure,
    combine,
    explain,
    large_batch,
    modified,
    needs_a_large_batch,
    prediction,
    raised,
    right_where_it_answers,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student
from solutions.phi import phi

MISTAKES = load(__file__, COMMON)
NEUTRAL = 1  # the seed of the neutral phi, the same in every diagnosis
MATRICES = matrices(NEUTRAL)


def probes(seed: int) -> list[tuple]:
    """Random arguments; both actions are taken, also first and last.

    A third Q-value tells a division by their number from a lost factor 2; small errors, a bound on
    the gradient from a gradient of length 1.
    """
    rng = np.random.default_rng(seed)
    shapes = (
        (5, 2, 0, 0.1, 1),
        (7, 3, 1, 0.3, 1),
        (6, 3, 2, 0.05, 1),
        (1, 2, 1, 0.2, 1),
        (3, 3, 1, 0.15, 0.02),
    )
    return [
        (
            rng.normal(size=4),
            rng.normal(size=(size, 4)),
            (np.arange(size) + first) % 2,
            scale * rng.normal(size=size),
            scale * rng.normal(scale=2, size=(size, n_actions)),
            lr,
        )
        for size, n_actions, first, lr, scale in shapes
    ]


CALLS = probes(930)
POSITIONS = range(5)  # the arrays among the arguments, theta first


def _taken(q_vals, taken, errors):
    """The weights that give these errors to the actions taken."""
    return np.eye(q_vals.shape[1])[taken] * np.reshape(errors, (-1, 1))


def _rows(taken):
    return np.arange(len(taken))


def _misaligned(terms):
    """What the product of (B,) and (B, 4) gives, for the batches of the probes."""
    if len(terms) != 1:
        raise ValueError("operands could not be broadcast together")
    return terms[0]


SIGNS = ((RIGHT, 1), (MISTAKES.ascent, -1))
FACTORS = (
    (RIGHT, 2),
    (MISTAKES.factor_two_missing, 1),
    (MISTAKES.factor_four, 4),
    (MISTAKES.factor_half, 0.5),
)
RATES = (
    (RIGHT, lambda lr: lr),
    (MISTAKES.learning_rate_missing, lambda lr: 1.0),
    (MISTAKES.learning_rate_squared, lambda lr: lr**2),
    (MISTAKES.learning_rate_divides, lambda lr: 1 / lr),
    (MISTAKES.learning_rate_complement, lambda lr: 1 - lr),
)
STARTS = ((RIGHT, 1), (MISTAKES.theta_replaced, 0))
# The error of each transition, for the action taken; `t`, `q`, `a` are arrays over the batch, `p`
# the predictions that theta gives.
ERRORS = (
    (RIGHT, lambda t, q, a, p: t - q[_rows(a), a]),
    (MISTAKES.flat_take, lambda t, q, a, p: t - np.take(q, a)),
    (MISTAKES.max_not_chosen, lambda t, q, a, p: t - q.max(axis=1)),
    (MISTAKES.all_actions, lambda t, q, a, p: (t[:, None] - q).sum(axis=1)),
    (MISTAKES.all_actions, lambda t, q, a, p: (t[:, None] - q).mean(axis=1)),
    (MISTAKES.all_actions, lambda t, q, a, p: t - q.sum(axis=1)),
    (MISTAKES.column_indexing, lambda t, q, a, p: (t - q[:, a]).sum(axis=0)),
    (MISTAKES.column_indexing, lambda t, q, a, p: (t - q[:, a]).mean(axis=0)),
    (MISTAKES.column_indexing, lambda t, q, a, p: (t - q[:, a]).sum(axis=1)),
    (MISTAKES.column_indexing, lambda t, q, a, p: (t - q[:, a]).mean(axis=1)),
    (MISTAKES.broadcast, lambda t, q, a, p: (t - q[_rows(a), a][:, None]).sum(axis=0)),
    (MISTAKES.broadcast, lambda t, q, a, p: (t - q[_rows(a), a][:, None]).mean(axis=0)),
    (MISTAKES.broadcast, lambda t, q, a, p: (t - q[_rows(a), a][:, None]).sum(axis=1)),
    (MISTAKES.broadcast, lambda t, q, a, p: (t - q[_rows(a), a][:, None]).mean(axis=1)),
    (MISTAKES.mean_before_product, lambda t, q, a, p: np.full(len(t), (t - q[_rows(a), a]).mean())),
    (MISTAKES.mean_before_product, lambda t, q, a, p: np.full(len(t), (t - q[_rows(a), a]).sum())),
    (MISTAKES.fixed_action, lambda t, q, a, p: t - q[:, 0]),
    (MISTAKES.fixed_action, lambda t, q, a, p: t - q[:, 1]),
    (MISTAKES.q_vals_ignored, lambda t, q, a, p: t - p[_rows(a), a]),
    (MISTAKES.error_squared, lambda t, q, a, p: (t - q[_rows(a), a]) ** 2),
    (MISTAKES.error_squared, lambda t, q, a, p: -((t - q[_rows(a), a]) ** 2) / 2),  # minus the loss
    (MISTAKES.absolute_loss, lambda t, q, a, p: np.sign(t - q[_rows(a), a])),
    (MISTAKES.absolute_loss, lambda t, q, a, p: np.sign(t - q[_rows(a), a]) / 2),
    (MISTAKES.error_clipped, lambda t, q, a, p: np.clip(t - q[_rows(a), a], -1, 1)),
    (MISTAKES.error_absolute, lambda t, q, a, p: np.abs(t - q[_rows(a), a])),
    (MISTAKES.rows_of_actions, lambda t, q, a, p: t - q[a, 0]),
    (MISTAKES.rows_of_actions, lambda t, q, a, p: t - q[a, a]),
    (MISTAKES.rows_of_actions, lambda t, q, a, p: t - q[a].max(axis=1)),
    (MISTAKES.targets_shifted, lambda t, q, a, p: np.append(t[1:] - q[_rows(a), a][:-1], 0)),
    (MISTAKES.targets_shifted, lambda t, q, a, p: np.roll(t, -1) - q[_rows(a), a]),
    (MISTAKES.targets_shifted, lambda t, q, a, p: np.roll(t, 1) - q[_rows(a), a]),
    (MISTAKES.targets_missing, lambda t, q, a, p: -q[_rows(a), a]),
    (MISTAKES.prediction_added, lambda t, q, a, p: t + q[_rows(a), a]),
    (MISTAKES.prediction_missing, lambda t, q, a, p: t),
    (MISTAKES.action_not_value, lambda t, q, a, p: t - a),
    (MISTAKES.action_not_value, lambda t, q, a, p: t - q.argmax(axis=1)),
)
WEIGHTS = (
    *((mistake, lambda t, q, a, p, e=e: _taken(q, a, e(t, q, a, p))) for mistake, e in ERRORS),
    (MISTAKES.all_actions, lambda t, q, a, p: t[:, None] - q),
    (MISTAKES.max_not_chosen, lambda t, q, a, p: _taken(q, q.argmax(axis=1), t - q.max(axis=1))),
    (
        MISTAKES.features_of_best_action,
        lambda t, q, a, p: _taken(q, q.argmax(axis=1), t - q[_rows(a), a]),
    ),
)
FEATURES = (
    (RIGHT, lambda s, a: MATRICES[a] @ s),  # phi is called: the neutral one answers
    (RIGHT, phi),  # phi is written again inside the function
    (MISTAKES.state_not_features, lambda s, a: s),
    (MISTAKES.features_missing, lambda s, a: np.ones(4)),
    (MISTAKES.multiplied_by_action, lambda s, a: a * s),
    (MISTAKES.multiplied_by_action, lambda s, a: a * (MATRICES[a] @ s)),
    (MISTAKES.features_of_one_action, lambda s, a: MATRICES[0] @ s),
    (MISTAKES.features_of_one_action, lambda s, a: MATRICES[1] @ s),
    (MISTAKES.features_of_other_action, lambda s, a: MATRICES[1 - min(a, 1)] @ s),
)


def _length(terms):
    """The length of the gradient, its factor 2 included."""
    return np.linalg.norm(2 * terms.mean(axis=0))


# From one term a transition, an array (B, 4), to the gradient, for n actions.
GRADIENTS = (
    (RIGHT, lambda terms, n: terms.mean(axis=0)),
    (MISTAKES.sum_not_mean, lambda terms, n: terms.sum(axis=0)),
    (MISTAKES.divided_by_actions, lambda terms, n: terms.sum(axis=0) / n),
    (MISTAKES.divided_by_all_q_vals, lambda terms, n: terms.mean(axis=0) / n),
    (MISTAKES.divided_by_four, lambda terms, n: terms.sum(axis=0) / 4),
    (MISTAKES.mean_twice, lambda terms, n: terms.mean(axis=0) / len(terms)),
    (MISTAKES.error_not_a_column, lambda terms, n: _misaligned(terms)),
    (MISTAKES.last_transition, lambda terms, n: terms[-1]),
    (MISTAKES.last_transition, lambda terms, n: terms[-1] / len(terms)),
    (MISTAKES.last_transition, lambda terms, n: terms[0]),
    (MISTAKES.last_transition, lambda terms, n: terms[0] / len(terms)),
    (MISTAKES.last_missing, lambda terms, n: terms[:-1].sum(axis=0) / len(terms)),
    (MISTAKES.last_missing, lambda terms, n: terms[1:].sum(axis=0) / len(terms)),
    *(
        (MISTAKES.divided_by_constant, lambda terms, n, size=size: terms.sum(axis=0) / size)
        for size in (8, 16, 32, 64, 128)
    ),
    (MISTAKES.gradient_clipped, lambda terms, n: np.clip(2 * terms.mean(axis=0), -1, 1) / 2),
    (MISTAKES.gradient_clipped, lambda terms, n: terms.mean(axis=0) / max(1, _length(terms))),
    (MISTAKES.gradient_normalised, lambda terms, n: terms.mean(axis=0) / _length(terms)),
    (MISTAKES.sum_added_each_time, lambda terms, n: np.cumsum(terms, axis=0).mean(axis=0)),
    (MISTAKES.sum_added_each_time, lambda terms, n: np.cumsum(terms, axis=0).sum(axis=0)),
    (MISTAKES.median_not_mean, lambda terms, n: np.median(terms, axis=0)),
    (MISTAKES.component_forgotten, lambda terms, n: np.append(terms.mean(axis=0)[:-1], 0)),
    (MISTAKES.component_forgotten, lambda terms, n: np.append(0, terms.mean(axis=0)[1:])),
    (MISTAKES.mean_of_components, lambda terms, n: np.full(4, terms.mean())),
    (MISTAKES.mean_of_components, lambda terms, n: np.full(4, terms.mean(axis=0).sum())),
    (MISTAKES.mean_of_components, lambda terms, n: np.full(4, terms.sum())),
)
# A division by B − 1 or B + 1: the first has no result for a single transition.
NEIGHBOURS = combine(
    weights=WEIGHTS[:1],
    features=FEATURES[:2],
    gradient=(
        (MISTAKES.divided_by_neighbour, lambda terms, n: terms.sum(axis=0) / (len(terms) - 1)),
        (MISTAKES.divided_by_neighbour, lambda terms, n: terms.sum(axis=0) / (len(terms) + 1)),
    ),
    sign=SIGNS[:1],
    factor=FACTORS[:1],
    rate=RATES[:1],
    start=STARTS[:1],
)
FIXED_RATES = (0.5, 0.1, 0.05, 0.02, 0.01, 0.005, 0.001, 0.0005, 0.0001)
RULES = combine(
    weights=WEIGHTS,
    features=FEATURES,
    gradient=GRADIENTS,
    sign=SIGNS,
    factor=FACTORS,
    rate=RATES,
    start=STARTS,
)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]
OF_THE_RATE = {mistake for mistake, _ in RATES if mistake is not RIGHT}
FIXED_RATE_RULES = [
    rule for rule in RULES if len(rule.mistakes) < 2 and not OF_THE_RATE.intersection(rule.mistakes)
]


ONE_BY_ONE = combine(
    features=FEATURES[:2],
    share=(
        (MISTAKES.one_by_one, lambda size: 2 / size),
        (MISTAKES.one_by_one, lambda size: 2),
        (MISTAKES.one_by_one, lambda size: 1 / size),
        (MISTAKES.one_by_one, lambda size: 1),
    ),
)
PARENTHESES = combine(
    features=FEATURES[:2],
    share=((MISTAKES.error_parentheses, 2), (MISTAKES.error_parentheses, 1)),
)
# What is common to the calls that raise, when the others are right.
RAISES = ((MISTAKES.raises_on_single, lambda theta, states, *rest: len(states) == 1),)
UNUSED = {
    1: MISTAKES.states_unused,
    2: MISTAKES.actions_unused,
    3: MISTAKES.targets_unused,
    5: MISTAKES.learning_rate_fixed,
}


def one_by_one(
    theta: np.ndarray,
    states: np.ndarray,
    taken: np.ndarray,
    targets: np.ndarray,
    q_vals: np.ndarray,
    lr: float,
    features: Callable[..., np.ndarray],
    share: Callable[[int], float],
) -> np.ndarray:
    """Theta after an update a transition, each with the predictions of the theta just made."""
    theta = theta.copy()
    for state, action, target in zip(states, taken, targets, strict=True):
        row = features(state, action)
        theta += lr * share(len(states)) * (target - theta @ row) * row
    return theta


def without_parentheses(
    theta: np.ndarray,
    states: np.ndarray,
    taken: np.ndarray,
    targets: np.ndarray,
    q_vals: np.ndarray,
    lr: float,
    features: Callable[..., np.ndarray],
    share: float,
) -> np.ndarray:
    """Theta after an update in which phi multiplies the prediction alone."""
    rows = np.array([features(*pair) for pair in zip(states, taken, strict=True)])
    terms = targets[:, None] - q_vals[_rows(taken), taken][:, None] * rows
    return theta + lr * share * terms.mean(axis=0)


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain how theta moves, whatever the student's phi does."""
    outcomes = student.outcomes("update_theta", CALLS, spies=("phi",), neutral=NEUTRAL, watch=0)
    if all(outcome.error for outcome in outcomes):
        return (
            _known_error(student) or _fixed_batch(student, outcomes) or told_by_exceptions(outcomes)
        )
    still = all(
        o.error is None and untouched(o, c, [0]) for o, c in zip(outcomes, CALLS, strict=True)
    )
    thetas = _thetas(outcomes, still)
    found = explain(thetas, CALLS, RULES, compute)
    if found is None and still and _is_gradient(thetas):
        return [MISTAKES.gradient_returned]
    if found is None:
        found = _beyond_rules(student, outcomes, thetas, still)
    changed = modified(outcomes, CALLS, POSITIONS[1:])
    observed = [(MISTAKES.not_in_place, still), (MISTAKES.arguments_modified, changed)]
    return [*found, *(mistake for mistake, seen in observed if seen)]


def _beyond_rules(student, outcomes, thetas, still):
    """What is seen of updates that no pair of mistakes gives."""
    moving = still or not any(
        o.error is None and untouched(o, c, [0]) for o, c in zip(outcomes, CALLS, strict=True)
    )
    return (
        told_by_exceptions(outcomes)
        or _fixed_rate(thetas)
        or _divided_by_neighbour(thetas)
        or _decayed(thetas)
        or right_where_it_answers(thetas, CALLS, NO_MISTAKE, compute, RAISES)
        or (explain(thetas, CALLS, ONE_BY_ONE, one_by_one) or ())
        or (explain(thetas, CALLS, PARENTHESES, without_parentheses) or ())
        or (unused(_answers(student, still), thetas, CALLS, _right, UNUSED) if moving else ())
    )


def _answers(student, still):
    return lambda calls: _thetas(
        student.outcomes("update_theta", calls, spies=("phi",), neutral=NEUTRAL, watch=0), still
    )


def _right(call):
    return prediction(compute, call, NO_MISTAKE[0].options)


def _thetas(outcomes, still):
    """What each call made of theta, a Failure for an exception."""
    return [
        failed if isinstance(failed, Failure) else as_array(_theta(outcome, still))
        for outcome, failed in zip(outcomes, values(outcomes), strict=True)
    ]


def _theta(outcome, still):
    """Theta after a call; if no call changed it, what this one returned, or called theta."""
    if not still:
        return outcome.args[0]
    return outcome.last if outcome.value is None else outcome.value


def _is_gradient(found):
    """Whether the values are the gradient of the rule, or its opposite, instead of theta."""
    calls = [(np.zeros(4), *rest, 1.0) for _, *rest, _ in CALLS]
    if any(value is None or isinstance(value, Failure) for value in found):
        return False
    opposite = [-value for value in found]
    return any(explain(steps, calls, NO_MISTAKE, compute) == () for steps in (found, opposite))


def _fixed_rate(thetas):
    """The mistakes when a constant stands for lr, as far as one other goes with it."""
    found = [
        explain(thetas, [(*rest, rate) for *rest, _ in CALLS], FIXED_RATE_RULES, compute)
        for rate in FIXED_RATES
    ]
    # twice a rate without the factor 2 is the rate itself: the fewest mistakes are said
    fewest = min((one for one in found if one is not None), key=len, default=None)
    return [] if fewest is None else [*fewest, MISTAKES.learning_rate_fixed]


def _divided_by_neighbour(thetas):
    several = [i for i, (_, states, *_) in enumerate(CALLS) if len(states) > 1]
    kept, calls = [thetas[i] for i in several], [CALLS[i] for i in several]
    return explain(kept, calls, NEIGHBOURS, compute) or ()


def _decayed(thetas):
    """Whether theta is, besides the right update, moved towards zero by a constant share."""
    if any(theta is None or isinstance(theta, Failure) for theta in thetas):
        return []
    starts, rates = np.array([call[0] for call in CALLS]), np.array([call[-1] for call in CALLS])
    for rule in NO_MISTAKE:
        right = [prediction(compute, call, rule.options) for call in CALLS]
        apart = np.array(right) - np.array(thetas)
        shares = (apart * starts).sum(axis=1) / (starts**2).sum(axis=1)
        along = np.allclose(apart, shares[:, None] * starts, rtol=1e-4, atol=1e-9)
        constant = any(np.allclose(each, each[0], rtol=1e-3) for each in (shares, shares / rates))
        if along and constant and shares[0] > 0:
            return [MISTAKES.weight_decay]
    return []


def _fixed_batch(student, outcomes):
    theta, *rest = CALLS[0]
    large = theta, *large_batch(rest)

    def answer():
        return student.outcomes("update_theta", [large], spies=("phi",), neutral=NEUTRAL)[0]

    return [MISTAKES.fixed_batch] if needs_a_large_batch(outcomes, answer) else []


def _known_error(student):
    """The cause of an exception with the student's own phi, when it is a known one."""
    outcomes = student.outcomes("update_theta", CALLS)
    if raised(outcomes, "truth value of an array"):
        (outcome,) = student.outcomes("phi", [(CALLS[0][1], CALLS[0][2])])
        return [MISTAKES.phi_on_batch if outcome.error else MISTAKES.condition_on_array]
    aligned = not (raised(outcomes, "mismatch in its core") or raised(outcomes, "not aligned"))
    return [] if aligned else [MISTAKES.product_not_aligned]


def compute(
    theta: np.ndarray,
    states: np.ndarray,
    taken: np.ndarray,
    targets: np.ndarray,
    q_vals: np.ndarray,
    lr: float,
    weights: Callable[..., np.ndarray],
    features: Callable[..., np.ndarray],
    gradient: Callable[[np.ndarray, int], np.ndarray],
    sign: float,
    factor: float,
    rate: Callable[[float], float],
    start: float,
) -> np.ndarray:
    """Theta after the update of a rule."""
    n_actions = q_vals.shape[1]
    table = np.array([[features(s, a) for a in range(n_actions)] for s in states])
    terms = np.einsum("ia,iak->ik", weights(targets, q_vals, taken, table @ theta), table)
    return start * theta + sign * rate(lr) * factor * gradient(terms, n_actions)
