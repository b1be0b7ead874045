"""What students can check of linear_fa while they work, with their own phi."""

import numpy as np

from autograder.exercises.linear_fa.mistakes import MISTAKES, RULES, compute
from autograder.judging.rules import Rule
from autograder.judging.visible import Property, computed
from solutions.linear_fa import linear_fa

POWERS, COUNT = np.array([1.0, 10.0, 100.0, 1000.0]), np.array([1.0, 2.0, 3.0, 4.0])
THETA, STATE = np.array([0.5, -1.0, 2.0, 0.125]), np.array([2.0, 1.25, -0.25, 0.0625])


def neutral(rule: Rule) -> bool:
    """Whether a rule reads the grader's neutral phi, which no notebook has."""
    return "MATRICES" in rule.options["features"].__code__.co_names


def checks() -> dict:
    return computed(
        linear_fa,
        MISTAKES,
        [rule for rule in RULES if not neutral(rule)],
        compute,
        [
            Property(
                "Chaque Q-valeur est le produit scalaire de theta et de phi(s, a).",
                "la somme des theta[j] · phi(s, a)[j], pour chaque action.",
                ((POWERS, COUNT, [0, 1]), (THETA, STATE, [0, 1])),
            ),
            Property(
                "Les Q-valeurs suivent l'ordre de la liste des actions.",
                "parcourez la liste reçue, sans supposer qu'elle vaut [0, 1].",
                ((POWERS, COUNT, [1, 0]), (THETA, STATE, [1, 0, 0])),
            ),
            Property(
                "Il y a autant de Q-valeurs que d'actions demandées.",
                "avec une seule action, le résultat est un tableau de forme (1,).",
                ((POWERS, COUNT, [1]), (THETA, STATE, [0])),
            ),
        ],
        intact={0: "theta", 1: "state"},
    )
