"""Hidden tests of phi."""

import numpy as np

from autograder.exercises.phi.readings import states
from autograder.judging.assertions import points, require, same
from autograder.judging.effects import keeps_its_results, untouched


def sent():
    """The states that phi is asked for, the first one by hand, the last one as an environment's."""
    return [np.array([0.5, -1.0, 2.0, -0.25]), *states(101, 6), states(102).astype(np.float32)]


def values(student, action):
    return student.many("phi", [(state, action) for state in sent()])


@points(0.75)
def test_action_one(student):
    """phi(état, 1) renvoie l'état lui-même."""
    for action, shown in ((1, "1"), (np.int64(1), "np.int64(1)")):  # a space samples the latter
        for value, state in zip(values(student, action), sent(), strict=True):
            same(
                value,
                state,
                call=f"phi(état, {shown})",
                expected="l'état, composante par composante",
                hint="l'action 1 garde le signe de l'état ; comparez-la à 1 avec ==",
            )


@points(0.75)
def test_action_zero(student):
    """phi(état, 0) renvoie l'opposé de l'état."""
    for value, state in zip(values(student, 0), sent(), strict=True):
        same(
            value,
            -state,
            call="phi(état, 0)",
            expected="l'opposé de l'état, composante par composante",
            hint="l'action 0 change le signe des quatre composantes",
        )


@points(0.5)
def test_state_untouched(student):
    """phi(état, 0) donne l'opposé sans modifier l'état reçu."""
    calls = [(state, 0) for state in sent()]
    for outcome, arguments in zip(student.outcomes("phi", calls), calls, strict=True):
        same(
            outcome.unwrap(),
            -arguments[0],
            call="phi(état, 0)",
            expected="l'opposé de l'état",
            hint="l'action 0 change le signe des quatre composantes",
        )
        require(
            untouched(outcome, arguments, [0]),
            call="phi(état, 0)",
            obtained="un état modifié par l'appel",
            expected="un état intact : le résultat est un nouveau tableau",
            hint="évitez *= et les affectations état[i] = …",
        )
    require(
        keeps_its_results(student, "phi", (sent()[0], 0), (sent()[1], 1)),
        call="phi(état, 0), puis phi(autre_état, 1)",
        obtained="un premier résultat que le second appel a changé",
        expected="deux résultats indépendants : chaque appel renvoie son propre tableau",
        hint="créez le tableau dans la fonction, et non dans une variable du cahier",
    )
