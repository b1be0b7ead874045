"""Mistakes in linear_fa: which features, which actions, and how they meet theta."""

from collections.abc import Callable

import numpy as np

from autograder.exercises.phi.stand_in import matrices
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    explain_parts,
    modified,
    prediction,
    raised,
    returns_nothing,
    right_where_it_answers,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student
from autograder.student.wire import Opaque
from solutions.phi import phi

MISTAKES = load(__file__, COMMON)
NEUTRAL = 1  # the seed of the neutral phi, the same in every diagnosis
MATRICES = matrices(NEUTRAL)
ACTION_LISTS = 2 * ([0, 1], [1, 0], [1, 0, 1], [1], [0], [0, 1, 1], [1, 1, 0], [0, 0])


def probes(seed: int) -> list[tuple]:
    """Random weights and states, for lists of actions in and out of order."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=4), rng.normal(size=4), actions) for actions in ACTION_LISTS]


CALLS = probes(910)


def _sigmoid(q_vals):
    return 1 / (1 + np.exp(-q_vals))


FEATURES = (
    (RIGHT, lambda s, a: MATRICES[a] @ s),  # phi is called: the neutral one answers
    (RIGHT, phi),  # phi is written again inside the function
    (MISTAKES.action_ignored, lambda s, a: s),
    (MISTAKES.inverted_sign, lambda s, a: -MATRICES[a] @ s),
    (MISTAKES.inverted_sign, lambda s, a: -phi(s, a)),
    (MISTAKES.multiplied_by_action, lambda s, a: a * (MATRICES[a] @ s)),
    (MISTAKES.multiplied_by_action, lambda s, a: a * s),
    (MISTAKES.same_action, lambda s, a: MATRICES[0] @ s),
    (MISTAKES.same_action, lambda s, a: MATRICES[1] @ s),
    (MISTAKES.phi_on_list, lambda s, a: MATRICES[a].T @ s),  # what numpy makes of a list of actions
)
ACTIONS = (
    (RIGHT, lambda actions: actions),
    (MISTAKES.fixed_actions, lambda actions: [0, 1]),
    (MISTAKES.counted_actions, lambda actions: list(range(len(actions)))),
    (MISTAKES.first_action_only, lambda actions: actions[:1]),
    (MISTAKES.last_action_only, lambda actions: actions[-1:]),
    (MISTAKES.reversed_order, lambda actions: actions[::-1]),
    (MISTAKES.sorted_order, sorted),
    (MISTAKES.sorted_order, lambda actions: sorted(set(actions))),
    (MISTAKES.duplicates_removed, lambda actions: list(dict.fromkeys(actions))),
)
PRODUCTS = (
    (RIGHT, lambda features, theta: features @ theta),
    (MISTAKES.no_sum, lambda features, theta: features * theta),
    (MISTAKES.no_sum, lambda features, theta: (features * theta).ravel()),
    (MISTAKES.theta_added, lambda features, theta: (features + theta).sum(axis=1)),
    (MISTAKES.mean_not_sum, lambda features, theta: (features * theta).mean(axis=1)),
    (MISTAKES.sum_over_actions, lambda features, theta: (features * theta).sum(axis=0)),
    (MISTAKES.total_sum, lambda features, theta: (features @ theta).sum()),
    (MISTAKES.column, lambda features, theta: (features @ theta)[:, None]),
    (MISTAKES.column, lambda features, theta: (features @ theta)[None, :]),
    (MISTAKES.maximum_only, lambda features, theta: (features @ theta).max()),
    (MISTAKES.argmax_index, lambda features, theta: (features @ theta).argmax()),
    (MISTAKES.theta_ignored, lambda features, theta: features.sum(axis=1)),
    (MISTAKES.probabilities, lambda features, theta: _softmax(features @ theta)),
    (MISTAKES.absolute_values, lambda features, theta: np.abs(features @ theta)),
    (MISTAKES.norm_not_product, lambda features, theta: np.linalg.norm(features * theta, axis=1)),
    (MISTAKES.bias_added, lambda features, theta: features @ theta + 1),
    (MISTAKES.cosine, lambda features, theta: _cosines(features, theta)),
    (MISTAKES.cosine, lambda features, theta: features @ theta / np.linalg.norm(theta)),
    *(
        (MISTAKES.activation, lambda features, theta, f=f: f(features @ theta))
        for f in (np.tanh, _sigmoid, lambda q_vals: np.maximum(q_vals, 0))
    ),
    (MISTAKES.component_forgotten, lambda features, theta: features[:, :-1] @ theta[:-1]),
    (MISTAKES.component_forgotten, lambda features, theta: features[:, 1:] @ theta[1:]),
    (MISTAKES.last_product_only, lambda features, theta: features[:, -1] * theta[-1]),
    (MISTAKES.outer_product, lambda features, theta: features.sum(axis=1) * theta.sum()),
    (MISTAKES.squared, lambda features, theta: (features @ theta) ** 2),
    (MISTAKES.activation, lambda features, theta: np.clip(features @ theta, -1, 1)),
    *(
        (MISTAKES.multiplied, lambda features, theta, by=by: by * (features @ theta))
        for by in (2, 4, 0.5)
    ),
    (MISTAKES.weight_as_bias, lambda features, theta: theta[0] + features[:, 1:] @ theta[1:]),
    (MISTAKES.weight_as_bias, lambda features, theta: features[:, :-1] @ theta[:-1] + theta[-1]),
    (MISTAKES.outer_product, lambda features, theta: features[:, None] * theta[:, None]),
    (MISTAKES.outer_product, lambda features, theta: features[:, :, None] * theta),
)
SINGLE = (  # a number, and no longer a table, when a loop keeps one action
    (MISTAKES.first_action_only, lambda features, theta: (features @ theta)[0]),
    (MISTAKES.last_action_only, lambda features, theta: (features @ theta)[-1]),
)
PLACES = (  # where each Q-value goes, for the actions that were asked for
    (RIGHT, lambda q_vals, actions: q_vals),
    (MISTAKES.indexed_by_action, lambda q_vals, actions: _filled(len(actions), actions, q_vals)),
    (MISTAKES.fixed_size, lambda q_vals, actions: _filled(2, range(len(actions)), q_vals)),
    (MISTAKES.fixed_size, lambda q_vals, actions: _filled(2, actions, q_vals)),
    (MISTAKES.sorted_values, lambda q_vals, actions: np.sort(q_vals, axis=0)),
    (MISTAKES.sorted_values, lambda q_vals, actions: np.sort(q_vals, axis=0)[::-1]),
    (MISTAKES.action_added, lambda q_vals, actions: q_vals + actions),
    (MISTAKES.accumulated, lambda q_vals, actions: np.cumsum(q_vals, axis=0)),
    (MISTAKES.index_not_advanced, lambda q_vals, actions: _only_last(q_vals, 0)),
    (MISTAKES.index_not_advanced, lambda q_vals, actions: _only_last(q_vals, -1)),
    (MISTAKES.whole_numbers, lambda q_vals, actions: np.trunc(q_vals)),
    *(
        (MISTAKES.rounded, lambda q_vals, actions, kept=kept: np.round(q_vals, kept))
        for kept in (1, 2, 3)
    ),
    (MISTAKES.labelled_values, lambda q_vals, actions: np.column_stack([actions, q_vals])),
)
RULES = combine(features=FEATURES, chosen=ACTIONS, product=(*PRODUCTS, *SINGLE), place=PLACES)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]
UNUSED = {0: MISTAKES.theta_unused, 1: MISTAKES.state_unused}


def _softmax(q_vals):
    powers = np.exp(q_vals)
    return powers / powers.sum()


def _cosines(features, theta):
    with np.errstate(invalid="ignore"):  # a vector of zeros has no direction
        return features @ theta / np.linalg.norm(features, axis=1) / np.linalg.norm(theta)


def _only_last(q_vals, place):
    """The last Q-value in one place of a table of zeros."""
    kept = np.zeros(np.shape(q_vals)[:1])
    kept[place] = q_vals[-1]
    return kept


def _filled(size, positions, q_vals):
    array = np.zeros(size)
    array[list(positions)] = q_vals
    return array


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain what linear_fa gives, whatever the student's phi does."""
    outcomes = student.outcomes("linear_fa", CALLS, spies=("phi",), neutral=NEUTRAL)
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    if all(map(_is_labelled, outcomes)):
        return [MISTAKES.labelled_values]
    found = explain(values(outcomes), CALLS, RULES, compute)
    if found == (MISTAKES.phi_on_list,) or all(outcome.error for outcome in outcomes):
        found = _with_own_phi(student, found or ())
    if found is None:
        found = _beyond_rules(student, outcomes)
    changed = modified(outcomes, CALLS, [0, 1])
    return [*found, *([MISTAKES.arguments_modified] if changed else [])]


def _is_labelled(outcome):
    """Whether an answer is a dictionary; one whose keys are numbers comes as its type's name."""
    opaque = isinstance(outcome.value, Opaque) and outcome.value.type == "dict"
    return opaque or isinstance(outcome.value, dict)


def _beyond_rules(student, outcomes):
    """What is seen of answers that no rule gives."""
    found = values(outcomes)
    return (
        told_by_exceptions(outcomes)
        or right_where_it_answers(found, CALLS, NO_MISTAKE, compute)
        or explain_parts(found, CALLS, RULES, compute)
        or unused(_answers(student), found, CALLS, _right, UNUSED)
    )


def _right(call):
    return prediction(compute, call, NO_MISTAKE[0].options)


def _answers(student):
    def answers(calls):
        return values(student.outcomes("linear_fa", calls, spies=("phi",), neutral=NEUTRAL))

    return answers


def _with_own_phi(student, found):
    """The explanation, unless the student's own phi refutes it: it may take a list of actions."""
    outcomes = student.outcomes("linear_fa", CALLS)
    if explain(values(outcomes), CALLS, NO_MISTAKE, compute) == ():
        return ()
    if not found and raised(outcomes, "truth value of an array"):
        return (MISTAKES.arguments_swapped,)
    if not found and (raised(outcomes, "not aligned") or raised(outcomes, "mismatch in its core")):
        return (MISTAKES.product_not_aligned,)
    return found or told_by_exceptions(outcomes)


def compute(
    theta: np.ndarray,
    state: np.ndarray,
    actions: list[int],
    features: Callable[..., np.ndarray],
    chosen: Callable[[list[int]], list[int]],
    product: Callable[..., np.ndarray],
    place: Callable[..., np.ndarray],
) -> np.ndarray:
    """The Q-values that a rule gives."""
    table = np.array([features(state, action) for action in chosen(actions)])
    return place(product(table, theta), actions)
