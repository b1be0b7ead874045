"""What students can check of update_theta while they work, with their own phi."""

import numpy as np

from autograder.exercises.update_theta.mistakes import MISTAKES, RULES, compute
from autograder.judging.rules import Rule
from autograder.judging.visible import Property, computed
from solutions.update_theta import update_theta


def batch(
    theta: list[float],
    states: list,
    taken: list[int],
    targets: list[float],
    q_vals: list,
    lr: float,
) -> tuple:
    return (
        np.array(theta, float),
        np.array(states, float),
        np.array(taken),
        np.array(targets, float),
        np.array(q_vals, float),
        lr,
    )


SINGLE = (
    batch([1, 1, 1, 1], [[1, 2.5, -2, 0.5]], [1], [5], [[-3, 3]], 0.1),
    batch([0.5, 0, -1, 2], [[2, -1, 0.5, 1]], [0], [-1], [[2, 40]], 0.25),
)
BATCHES = (
    batch([0, 0, 0, 0], [[1, 0, 0, 2], [0, 2, 1, 0]], [1, 0], [1, 3], [[90, 0], [1, 70]], 0.5),
    batch(
        [0.5, -1, 2, 1],
        [[1, 2, 0, -1], [0, 1, 3, 2], [2, -2, 1, 0.5]],
        [0, 1, 1],
        [2, 0.5, -1],
        [[0.5, 30], [-20, 2.5], [60, 1]],
        0.05,
    ),
)
LARGER = batch(
    [1, 0, -1, 0.5],
    [[1, 2, 0, -1], [0, 1, 3, 2], [2, -2, 1, 0.5], [-1, 1, 1, 0], [0.5, 0, -2, 1]],
    [1, 0, 1, 0, 0],
    [0.25, 0.5, -0.25, 0.1, 0.3],
    [[8, 0.5], [0.2, 9], [7, -0.5], [0.4, 6], [0.1, 5]],
    0.2,
)


def neutral(rule: Rule) -> bool:
    """Whether a rule reads the grader's neutral phi, which no notebook has."""
    return "MATRICES" in rule.options["features"].__code__.co_names


def checks() -> dict:
    return computed(
        update_theta,
        MISTAKES,
        [rule for rule in RULES if not neutral(rule)],
        compute,
        [
            Property(
                "Pour une seule transition, theta avance comme le veut la règle de la question 1.",
                "revoyez le sens du pas, le facteur 2 et lr ; theta change sur place.",
                SINGLE,
            ),
            Property(
                "L'erreur compare chaque cible à la Q-valeur de l'action prise.",
                "dans la ligne i, la colonne actions_taken[i] ; les grandes valeurs des autres"
                " actions ne comptent pas.",
                BATCHES,
            ),
            Property(
                "Le pas est la moyenne sur le lot.",
                "divisez la somme par le nombre de transitions du lot.",
                (LARGER,),
            ),
        ],
        changed=0,
        intact={1: "states", 2: "actions_taken", 3: "targets", 4: "q_vals"},
        others=[(MISTAKES.not_in_place, lambda theta, *_: theta)],
    )
