"""Hidden tests of linear_fa."""

import numpy as np

from autograder.exercises.phi.readings import readings, states
from autograder.exercises.phi.stand_in import MATRICES
from autograder.judging.assertions import close, points, require
from autograder.judging.effects import untouched
from autograder.judging.fairness import (
    SINGLE_PRECISION,
    holds_in_one_reading,
    same_in_one_reading,
)
from solutions.linear_fa import linear_fa

HAND_THETA, HAND_STATE = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, -1.0, 0.5, 2.0])
HAND = [  # with phi: 1·1 − 2·1 + 3·0.5 + 4·2 = 8.5, and −8.5
    (HAND_THETA, HAND_STATE, [1]),
    (HAND_THETA, HAND_STATE, [0]),
    (HAND_THETA, np.array([0.0, 0.0, 1.0, 0.0]), [1]),  # 3
]
RANDOM = [(theta, state, [0, 1]) for theta, state in states(201, 6, 2)]
ORDERED = [
    (theta, state, actions)
    for (theta, state), actions in zip(
        states(202, 5, 2), ([1, 0], [1], [0], [1, 1, 0], [0, 1, 0, 1]), strict=True
    )
]


def check(student, calls, **message):
    pairs = [[(state, action) for action in actions] for _, state, actions in calls]
    return same_in_one_reading(
        readings(student, "linear_fa", calls, pairs),
        lambda i, outcome: outcome.value,
        lambda i, features: features @ calls[i][0],
        **message,
    )


@points(0.5)
def test_by_hand(student):
    """Pour une seule action, linear_fa donne le produit scalaire de theta et de phi."""
    check(
        student,
        HAND,
        call="linear_fa([1, 2, 3, 4], [1, -1, 0.5, 2], [1])",
        expected="un tableau d'une Q-valeur : le produit scalaire de theta et de phi(état, 1)",
        hint="multipliez composante par composante, puis additionnez les quatre produits",
    )


@points(0.75)
def test_random_values(student):
    """linear_fa donne ⟨theta, phi(état, action)⟩ pour des theta et des états quelconques."""
    check(
        student,
        RANDOM,
        call="linear_fa(theta, état, [0, 1])",
        expected="⟨theta, phi(état, a)⟩ pour a = 0 puis a = 1, de forme (2,)",
        hint="empilez phi(état, a) pour chaque action, puis faites le produit avec theta",
    )


@points(0.5)
def test_order_of_actions(student):
    """linear_fa renvoie autant de Q-valeurs que d'actions demandées, dans leur ordre."""
    check(
        student,
        ORDERED,
        call="linear_fa(theta, état, actions), par exemple avec actions = [1, 0] ou [1]",
        expected="une Q-valeur par élément de actions, dans l'ordre de actions",
        hint="parcourez actions ; ne supposez ni son ordre ni sa longueur",
    )


@points(0.25)
def test_arguments_untouched(student):
    """linear_fa donne ses Q-valeurs sans modifier theta ni l'état."""
    calls = RANDOM[:3]
    holds_in_one_reading(student, "linear_fa", calls, lambda found: check_untouched(found, calls))


def check_untouched(outcomes, calls):
    for outcome, arguments in zip(outcomes, calls, strict=True):
        theta, state, actions = arguments
        neutral = np.array([MATRICES[action] @ state for action in actions]) @ theta
        value = outcome.unwrap()
        require(
            any(close(value, q, **SINGLE_PRECISION) for q in (neutral, linear_fa(*arguments))),
            call="linear_fa(theta, état, [0, 1])",
            obtained=value,
            expected="⟨theta, phi(état, action)⟩ pour chaque action",
            hint="renvoyez une Q-valeur par action",
        )
        require(
            untouched(outcome, arguments, [0, 1]),
            call="linear_fa(theta, état, [0, 1])",
            obtained="theta ou l'état modifiés par l'appel",
            expected="des arguments intacts",
            hint="évitez *= et += sur les arguments",
        )
