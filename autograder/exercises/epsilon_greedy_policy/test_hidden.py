"""Hidden tests of epsilon_greedy_policy."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, describe, points, require
from autograder.judging.chance import binomial_bounds
from autograder.student.wire import Discrete

GREEDY = [
    [0.2, 1.5],
    [1.5, 0.2],
    [-3.0, -0.5],
    [-0.5, -3.0],
    [0.0, 0.0],
    [-4.0, 2.0],
    [2.0, -4.0],
    [-9.0, -8.5],
]
EPSILONS = (0.0, 0.01, 0.2, 0.5, 0.8)  # at 0.01, a number drawn among ten shows
DRAWS = 1000  # calls at each epsilon
ERROR = 1e-7  # a binomial bound refuses a right answer with at most this probability


def is_integer(action):
    """Whether the action is an integer of Python or numpy."""
    array = as_array(action)
    return array is not None and array.ndim == 0 and array.dtype.kind in "iu"


@points(0.75)
def test_greedy(student):
    """Avec epsilon = 0, l'action est toujours celle de plus grande Q-valeur (ex æquo permis)."""
    rows = [*GREEDY, *variant.generator(801).normal(scale=3, size=(8, 2)).round(3).tolist()]
    calls = [(np.array(q_vals), Discrete(len(q_vals)), 0.0) for q_vals in rows]
    for action, q_vals in zip(student.many("epsilon_greedy_policy", calls), rows, strict=True):
        best = np.flatnonzero(np.array(q_vals) == max(q_vals))
        require(
            np.ndim(action) == 0 and action in best.tolist(),
            call=f"epsilon_greedy_policy({q_vals}, action_space, 0.0)",
            obtained=action,
            expected="l'indice de la plus grande Q-valeur",
            hint="avec probabilité 1 − epsilon, prenez l'argmax des Q-valeurs",
        )


@points(0.25)
def test_exploration(student):
    """Avec epsilon = 1, chaque action peut sortir, et rien d'autre.

    One of two equally likely actions is missing from 1000 draws with probability
    2 · (1/2)^1000 < 1e-300.
    """
    actions = student.repeat("epsilon_greedy_policy", 1000, np.array([5.0, 0.0]), Discrete(2), 1.0)
    call = "epsilon_greedy_policy(q_vals, Discrete(2), 1.0), 1000 appels"
    check_actions(actions, (0, 1), call)
    require(
        {0, 1} <= {int(action) for action in actions},
        call=call,
        obtained=f"seulement les actions {sorted({int(action) for action in actions})}",
        expected="chaque action de l'espace finit par sortir",
        hint="avec probabilité epsilon, l'action est tirée par action_space.sample()",
    )


@points(0.25)
def test_received_space(student):
    """Avec epsilon = 1, l'action vient de action_space.sample(), quel que soit l'espace reçu."""
    actions = student.repeat(
        "epsilon_greedy_policy", 100, np.array([5.0, 0.0]), Discrete(2, start=3), 1.0
    )
    check_actions(
        actions, (3, 4), "epsilon_greedy_policy(q_vals, Discrete(2, start=3), 1.0), 100 appels"
    )


def check_actions(actions, space, call):
    """Raise unless every action is one of the space's two."""
    outside = [action for action in actions if np.ndim(action) or action not in space]
    require(
        not outside,
        call=call,
        obtained=outside[0] if outside else None,
        expected=f"des actions de l'espace reçu : {space[0]} ou {space[1]}",
        hint="tirez l'action par action_space.sample()",
    )


@points(0.5)
def test_frequency(student):
    """L'action est tirée au hasard avec probabilité epsilon, gloutonne le reste du temps.

    Two exact binomial bounds at each of the four positive epsilons refuse a right answer with
    probability below 1e-7 each, 8e-7 in all.
    """
    q_vals = np.array([-1.0, 2.0])
    for epsilon in EPSILONS:
        actions = student.repeat("epsilon_greedy_policy", DRAWS, q_vals, Discrete(2), epsilon)
        away = np.array([not is_one(action) for action in actions])
        call = f"epsilon_greedy_policy(q_vals, Discrete(2), {epsilon}), {DRAWS} appels"
        low, high = binomial_bounds(DRAWS, epsilon / 2, ERROR)
        require(
            low <= away.sum() <= high,
            call=call,
            obtained=f"{away.sum()} actions différentes de l'action gloutonne",
            expected="environ epsilon / 2 des appels : une action tirée sur deux est gloutonne",
            hint="comparez epsilon à un nombre tiré uniformément entre 0 et 1, à chaque appel",
        )
        check_independence(away, epsilon / 2, call)


def is_one(action):
    """Whether the action is 1; the usual types of thousands of them are told at once."""
    return action == 1 if type(action) in (int, np.int64) else close(action, 1)


def check_independence(away, probability, call):
    """Raise unless an exploration says nothing of whether the next call explores.

    Both calls of a pair leave the greedy action with the square of the probability.
    """
    pairs = away.reshape(-1, 2).all(axis=1)
    low, high = binomial_bounds(len(pairs), probability**2, ERROR)
    require(
        low <= pairs.sum() <= high,
        call=call,
        obtained=f"{pairs.sum()} fois deux actions non gloutonnes de suite, sur {len(pairs)}",
        expected="un hasard indépendant d'un appel à l'autre",
        hint="tirez un nouveau nombre à chaque appel, sans compter les appels",
    )


@points(0.25)
def test_integer(student):
    """L'action est un entier, gloutonne ou tirée au hasard, et q_vals reste intact."""
    calls = [(np.array([2.0, 1.0]), Discrete(2), epsilon) for epsilon in (0.0, 1.0)]
    call = "epsilon_greedy_policy(q_vals, Discrete(2), epsilon)"
    for outcome, sent in zip(student.outcomes("epsilon_greedy_policy", calls), calls, strict=True):
        action = outcome.unwrap()
        require(
            is_integer(action),
            call=call,
            obtained=f"{describe(action)}, de type {type(action).__name__}",
            expected="un entier (int ou entier numpy)",
            hint="np.argmax et action_space.sample() donnent déjà des entiers",
        )
        require(
            close(outcome.args[0], sent[0], rtol=0, atol=0),
            call=call,
            obtained=f"q_vals, {describe(sent[0])} avant, {describe(outcome.args[0])} après",
            expected="q_vals inchangé",
            hint="évitez -=, sort() et les affectations dans q_vals",
        )
