"""Hidden tests of valeur_gloutonne."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import points, require, same
from autograder.judging.effects import untouched
from autograder.judging.fairness import SINGLE_PRECISION
from solutions.valeur_gloutonne import valeur_gloutonne


def pairs(seed, number, side):
    """Weights and states for which the best action is 1 (side = 1) or 0 (side = -1)."""
    drawn = variant.generator(seed).normal(size=(number, 2, 4))
    return [(theta, side * np.sign(theta @ state) * state) for theta, state in drawn]


def judge(student, calls, best):
    for value, arguments in zip(student.many("valeur_gloutonne", calls), calls, strict=True):
        same(
            value,
            valeur_gloutonne(*arguments),
            call=f"valeur_gloutonne(theta, état), l'action {best} ayant la plus grande Q-valeur",
            expected="un nombre : la plus grande des deux Q-valeurs ⟨theta, phi(s, a)⟩",
            hint="calculez les deux Q-valeurs, puis gardez la plus grande, et non son indice",
            **SINGLE_PRECISION,
        )


@points(0.75)
def test_right_is_best(student):
    """Quand pousser à droite vaut mieux, la valeur est celle de l'action 1."""
    judge(student, pairs(1301, 6, 1), 1)


@points(0.75)
def test_left_is_best(student):
    """Quand pousser à gauche vaut mieux, la valeur est celle de l'action 0."""
    judge(student, pairs(1302, 6, -1), 0)


@points(0.5)
def test_arguments_untouched(student):
    """valeur_gloutonne donne la valeur sans modifier theta ni l'état."""
    for calls in (pairs(1303, 2, 1), pairs(1304, 2, -1)):
        judge(student, calls, "0 ou 1")
        outcomes = student.outcomes("valeur_gloutonne", calls)
        for outcome, arguments in zip(outcomes, calls, strict=True):
            outcome.unwrap()
            require(
                untouched(outcome, arguments, [0, 1]),
                call="valeur_gloutonne(theta, état)",
                obtained="un argument modifié par l'appel",
                expected="theta et l'état intacts : l'appelant s'en sert encore",
                hint="évitez *= et les affectations dans un tableau reçu",
            )
