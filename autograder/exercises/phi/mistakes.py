"""Mistakes in phi: a wrong formula for the features, or a result of another form."""

import itertools

import numpy as np

from autograder.exercises.phi.readings import states
from autograder.judging.effects import keeps_its_results
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import RIGHT, combine, explain, modified, values
from autograder.judging.student import Student, StudentError

MISTAKES = load(__file__, COMMON)


def probes(seed: int) -> list[tuple]:
    """Random states, with actions beyond 0 and 1, and with the 1 of a numpy array."""
    actions = (0, 1, 2, 3, np.int64(1))
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
    (MISTAKES.inverted_sign, lambda s, a: s if a == 0 else -s),
    (MISTAKES.multiplied_by_action, lambda s, a: s * a),
    (MISTAKES.multiplied_by_action, lambda s, a: -s * a),
    (MISTAKES.formula_in_action, lambda s, a: (2 * a - 1) * s),
    (MISTAKES.truthy_action, lambda s, a: s if a else -s),
    (MISTAKES.parity, lambda s, a: s if a % 2 else -s),
    (MISTAKES.parity, lambda s, a: -s if a % 2 else s),
    (MISTAKES.zero_for_others, lambda s, a: s if a == 1 else 0 * s),
    (MISTAKES.zero_for_others, lambda s, a: s if a == 1 else -s if a == 0 else 0 * s),
    (MISTAKES.absolute_value, lambda s, a: s if a == 1 else -np.abs(s)),
    (MISTAKES.absolute_value, lambda s, a: s if a == 1 else np.abs(s)),
    (MISTAKES.absolute_value, lambda s, a: np.abs(s) if a == 1 else -np.abs(s)),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, a)),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, 1 - a)),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, int(a == 1))),
    (MISTAKES.block_per_action, lambda s, a: _blocks(s, int(a != 1))),
    (MISTAKES.action_appended, lambda s, a: np.append(s, a)),
    (MISTAKES.action_appended, lambda s, a: np.append(a, s)),
    (MISTAKES.only_two_actions, lambda s, a: [-s, s][a]),
    (MISTAKES.identity_test, lambda s, a: s if type(a) is int and a == 1 else -s),
    (MISTAKES.reversed_components, lambda s, a: s if a == 1 else s[::-1]),
    (MISTAKES.reversed_components, lambda s, a: s if a == 1 else -s[::-1]),
    (MISTAKES.reciprocal, lambda s, a: s if a == 1 else 1 / s),
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
    (MISTAKES.normalised, lambda features: features / (np.linalg.norm(features) or 1.0)),
    (MISTAKES.extra_dimension, lambda features: _four(features)[None, :]),
    (MISTAKES.extra_dimension, lambda features: _four(features)[:, None]),
)
RULES = combine(formula=FORMULAS, form=FORMS)


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
        (MISTAKES.shared_result, _shares_its_result(student, calls[0], calls[-1])),
    ]
    explained = explain(found, calls, RULES, compute) or ()
    return [*explained, *(mistake for mistake, seen in observed if seen)]


def _shares_its_result(student, first, second):
    try:
        return not keeps_its_results(student, "phi", first, second)
    except StudentError:
        return False


def compute(state: np.ndarray, action: int, formula, form) -> np.ndarray:
    """The features that a formula gives, in the form in which they are returned."""
    return form(formula(state, action))
