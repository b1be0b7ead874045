"""Hidden tests of phi_symetrique."""

import numpy as np

from autograder.judging import variant
from autograder.judging.assertions import as_array, close, points, require, same
from autograder.judging.effects import keeps_its_results, untouched
from autograder.judging.fairness import SINGLE_PRECISION
from solutions.phi_symetrique import phi_symetrique

CONSTANT, LINEAR, PRODUCTS = slice(0, 1), slice(1, 5), slice(5, 15)


def states():
    """The states that phi_symetrique is asked for, the last one as an environment's."""
    drawn = variant.generator(1401).normal(size=(5, 4)) * [1.0, 1.0, 0.2, 1.0]
    return [np.array([1.2, -1.0, 0.042, 0.5]), *drawn, drawn[0].astype(np.float32)]


def judge(student, action, part, expected, hint):
    """Compare a part of the features: a mistake in another one costs its own points only."""
    calls = [(state, action) for state in states()]
    for value, call in zip(student.many("phi_symetrique", calls), calls, strict=True):
        features = as_array(value)
        shown = f"phi_symetrique(état, {action})"
        require(
            features is not None and features.shape == (15,),
            call=shown,
            obtained=value,
            expected="un tableau de forme (15,)",
            hint="1, puis quatre z_i, puis dix produits : comptez-les",
        )
        same(
            features[part],
            phi_symetrique(*call)[part],
            call=shown,
            expected=expected,
            hint=hint,
            **SINGLE_PRECISION,
        )


@points(0.5)
def test_constant(student):
    """Il y a 15 caractéristiques, et la première vaut 1 pour les deux actions."""
    for action in (0, 1):
        judge(student, action, CONSTANT, "1 en premier", "la constante ne dépend de rien")


@points(0.75)
def test_linear_part_of_action_one(student):
    """Pour l'action 1, les quatre suivantes sont les composantes de l'état, à leur échelle."""
    for action in (1, np.int64(1)):
        judge(
            student,
            action,
            LINEAR,
            "les quatre composantes, chacune divisée par son échelle",
            "les échelles sont 2,4, 2, 0,21 et 2, dans cet ordre",
        )


@points(1.0)
def test_linear_part_of_action_zero(student):
    """Pour l'action 0, les quatre suivantes sont celles de l'état miroir."""
    judge(
        student,
        0,
        LINEAR,
        "l'opposé de chaque composante, divisé par son échelle",
        "z est calculé à partir de −état quand l'action est 0",
    )


@points(1.25)
def test_products(student):
    """Les dix dernières sont les produits z_i · z_j, dans l'ordre, pour les deux actions."""
    for action in (1, 0):
        judge(
            student,
            action,
            PRODUCTS,
            "z_1 z_1, z_1 z_2, z_1 z_3, z_1 z_4, z_2 z_2, z_2 z_3, …, z_4 z_4",
            "chaque produit une seule fois, les carrés compris ; le miroir n'y change rien",
        )


@points(0.5)
def test_state_untouched(student):
    """phi_symetrique renvoie un nouveau tableau, et laisse l'état intact."""
    calls = [(states()[1], 0), (states()[2], 1)]
    for outcome, call in zip(student.outcomes("phi_symetrique", calls), calls, strict=True):
        features = as_array(outcome.unwrap())
        shown = "phi_symetrique(état, action)"
        require(
            features is not None
            and features.shape == (15,)
            and close(np.abs(features[LINEAR]), np.abs(phi_symetrique(*call)[LINEAR]), rtol=1e-5),
            call=shown,
            obtained=outcome.value,
            expected="15 caractéristiques, dont les quatre z_i après la première",
            hint="écrivez d'abord 1 et les z_i",
        )
        require(
            untouched(outcome, call, [0]),
            call=shown,
            obtained="un état modifié par l'appel",
            expected="un état intact : l'appelant s'en sert encore",
            hint="évitez *=, /= et les affectations dans l'état",
        )
    require(
        keeps_its_results(student, "phi_symetrique", *calls),
        call="phi_symetrique(état, 0), puis phi_symetrique(autre_état, 1)",
        obtained="un premier résultat que le second appel a changé",
        expected="deux résultats indépendants",
        hint="créez le tableau dans la fonction, et non dans une variable du cahier",
    )
