"""Hidden tests of linear_fa."""

import numpy as np

from autograder.exercises.phi.readings import readings, states
from autograder.exercises.phi.stand_in import matrices
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
ORDERS = ([1, 0], [1], [0], [1, 1, 0], [0, 1, 0, 1])


def at_random(count):
    """Random weights and states, for both actions."""
    return [(theta, state, [0, 1]) for theta, state in states(201, count, 2)]


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
        at_random(6),
        call="linear_fa(theta, état, [0, 1])",
        expected="⟨theta, phi(état, a)⟩ pour a = 0 puis a = 1, de forme (2,)",
        hint="empilez phi(état, a) pour chaque action, puis faites le produit avec theta",
    )


@points(0.5)
def test_order_of_actions(student):
    """linear_fa renvoie autant de Q-valeurs que d'actions demandées, dans leur ordre."""
    pairs = states(202, len(ORDERS), 2)
    check(
        student,
        [(theta, state, actions) for (theta, state), actions in zip(pairs, ORDERS, strict=True)],
        call="linear_fa(theta, état, actions), par exemple avec actions = [1, 0] ou [1]",
        expected="une Q-valeur par élément de actions, dans l'ordre de actions",
        hint="parcourez actions ; ne supposez ni son ordre ni sa longueur",
    )


@points(0.25)
def test_arguments_untouched(student):
    """linear_fa donne ses Q-valeurs sans modifier theta ni l'état."""
    calls, features = at_random(3), matrices(student.neutral)

    def check(outcomes):
        check_untouched(outcomes, calls, features)

    holds_in_one_reading(student, "linear_fa", calls, check)


def check_untouched(outcomes, calls, features):
    for outcome, arguments in zip(outcomes, calls, strict=True):
        theta, state, actions = arguments
        neutral = np.array([features[action] @ state for action in actions]) @ theta
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
