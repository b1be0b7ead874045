"""Mistakes in phi: a wrong formula for the features, or a result of another form."""

import itertools
from collections.abc import Callable

import numpy as np

from autograder.exercises.phi.readings import states
from autograder.judging.assertions import as_array
from autograder.judging.effects import keeps_its_results
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import (
    RIGHT,
    combine,
    explain,
    explain_parts,
    modified,
    prediction,
    raised,
    right_where_it_answers,
    told_by_exceptions,
    unused,
    values,
)
from autograder.judging.student import Student, StudentError

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random states, with both actions, and with the 1 of a numpy array."""
    actions = (0, 1, np.int64(1))
    return [(state, action) for state in states(seed, 3) for action in actions]


CALLS = probes(900)


def _blocks(state, position):
    features = np.zeros((2, 4))
    features[position] = state
    return features.ravel()


def _four(features):
    if np.shape(features) != (4,):  # forgetting the component that one has appended is no mistake
        raise ValueError(features)
    return features


FORMULAS = (
    (RIGHT, lambda s, a: s if a == 1 else -s),
    (MISTAKES.action_ignored, lambda s, a: s),
    (MISTAKES.action_ignored, lambda s, a: -s),
    (MISTAKES.inverted_sign, lambda s, a: -s if a == 1 else s),
    (MISTAKES.zero_for_others, lambda s, a: s * a),
    (MISTAKES.zero_for_others, lambda s, a: -s * a),
    (MISTAKES.zero_for_one, lambda s, a: s * (a - 1)),
    (MISTAKES.zero_for_one, lambda s, a: s * (1 - a)),
    (MISTAKES.absolute_value, lambda s, a: s if a == 1 else -np.abs(s)),
    (MISTAKES.absolute_value, lambda s, a: s if a == 1 else np.abs(s)),
    (MISTAKES.absolute_value, lambda s, a: np.abs(s) if a == 1 else -np.abs(s)),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, a)),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, 1 - a)),
    (MISTAKES.action_appended, lambda s, a: np.append(s, a)),
    (MISTAKES.action_appended, lambda s, a: np.append(a, s)),
    (MISTAKES.action_appended, lambda s, a: np.append(s if a == 1 else -s, a)),
    (MISTAKES.action_appended, lambda s, a: np.append(a, s if a == 1 else -s)),
    (MISTAKES.action_appended, lambda s, a: np.append(s, np.eye(2)[a])),
    (MISTAKES.action_appended, lambda s, a: np.append(np.eye(2)[a], s)),
    (MISTAKES.action_added, lambda s, a: s + a),
    (MISTAKES.action_added, lambda s, a: s - a),
    (MISTAKES.action_added, lambda s, a: s + (1 if a == 1 else -1)),
    (MISTAKES.identity_test, lambda s, a: s if type(a) is int and a == 1 else -s),
    (MISTAKES.reversed_components, lambda s, a: s if a == 1 else s[::-1]),
    (MISTAKES.reversed_components, lambda s, a: s if a == 1 else -s[::-1]),
    (MISTAKES.reciprocal, lambda s, a: s if a == 1 else 1 / s),
    (MISTAKES.squared, lambda s, a: s**2 if a == 1 else -(s**2)),
    (MISTAKES.complement, lambda s, a: s if a == 1 else 1 - s),
    (MISTAKES.state_ignored, lambda s, a: np.full(4, 1 if a == 1 else -1)),
    (MISTAKES.state_ignored, lambda s, a: 1 if a == 1 else -1),
    *(
        (MISTAKES.some_components, lambda s, a, signs=signs: s if a == 1 else s * signs)
        for signs in itertools.product((1, -1), repeat=4)
        if -4 < sum(signs) < 4
    ),
)
FORMS = (
    (RIGHT, lambda features: features),
    (MISTAKES.component_forgotten, lambda features: _four(features)[:-1]),
    (MISTAKES.component_forgotten, lambda features: _four(features)[1:]),
    (MISTAKES.component_forgotten, lambda features: np.append(_four(features)[:-1], 0)),
    (MISTAKES.component_forgotten, lambda features: np.append(0, _four(features)[1:])),
    (MISTAKES.first_component_only, lambda features: _four(features)[:1]),
    (MISTAKES.first_component_only, lambda features: _four(features)[0]),
    (MISTAKES.squared, lambda features: np.sign(features) * features**2),
    (MISTAKES.summed, lambda features: _four(features).sum()),
    (MISTAKES.whole_numbers, lambda features: np.trunc(features)),
    (MISTAKES.clipped, lambda features: np.clip(features, -1, 1)),
    (MISTAKES.clipped, lambda features: np.tanh(features)),
    *(
        (MISTAKES.rounded, lambda features, kept=kept: np.round(features, kept))
        for kept in (0, 1, 2, 3)
    ),
    (MISTAKES.normalised, lambda features: features / (np.linalg.norm(features) or 1.0)),
    (MISTAKES.extra_dimension, lambda features: _four(features)[None, :]),
    (MISTAKES.extra_dimension, lambda features: _four(features)[:, None]),
)
RULES = combine(formula=FORMULAS, form=FORMS)
NO_MISTAKE = [rule for rule in RULES if not rule.mistakes]


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes that explain what phi gives on the probes."""
    outcomes = student.outcomes("phi", CALLS)
    silent = [outcome.error is None and outcome.value is None for outcome in outcomes]
    if all(silent):
        return [MISTAKES.missing_return]
    answered = [i for i, nothing in enumerate(silent) if not nothing]  # a branch may have a return
    calls = [CALLS[i] for i in answered]
    found = values([outcomes[i] for i in answered])
    observed = [
        (MISTAKES.missing_return, any(silent)),
        (MISTAKES.arguments_modified, modified(outcomes, CALLS, [0])),
        (MISTAKES.shared_result, _shares_its_result(student, found, calls)),
    ]
    explained = explain(found, calls, RULES, compute)
    if explained is None:
        explained = _beyond_rules(student, outcomes)
    return [*explained, *(mistake for mistake, seen in observed if seen)]


def _beyond_rules(student, outcomes):
    """What is seen of answers that no rule gives."""
    found = values(outcomes)
    if raised(outcomes, "bad operand type for unary -"):
        return [MISTAKES.minus_on_list]
    if raised(outcomes, "truth value of an array"):
        return [MISTAKES.condition_on_array]
    return (
        told_by_exceptions(outcomes)
        or right_where_it_answers(found, CALLS, NO_MISTAKE, compute)
        or explain_parts(found, CALLS, RULES, compute)
        or unused(_answers(student), found, CALLS, _right, {0: MISTAKES.state_unused})
        or _rescaled(found)
    )


def _right(call):
    return prediction(compute, call, NO_MISTAKE[0].options)


def _answers(student):
    return lambda calls: values(student.outcomes("phi", calls))


def _rescaled(found):
    """Whether each component is always multiplied by the same number, which is its own."""
    arrays = [as_array(value) for value in found]
    if any(array is None or array.shape != (4,) for array in arrays):
        return []
    right = np.array([s if a == 1 else -s for s, a in CALLS])
    factors = np.array(arrays, dtype=float) / right
    constant = np.allclose(factors, factors[0], rtol=1e-4) and (factors > 0).all()
    return [MISTAKES.rescaled] if constant else []


def _shares_its_result(student, found, calls):
    if any(as_array(value) is None for value in found):
        return False  # results that cannot be compared look changed
    try:
        return not keeps_its_results(student, "phi", calls[0], calls[-1])
    except StudentError:
        return False


def compute(
    state: np.ndarray,
    action: int,
    formula: Callable[..., np.ndarray],
    form: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """The features that a formula gives, in the form in which they are returned."""
    return form(formula(state, action))
