"""What students can check of valeur_gloutonne while they work."""

import numpy as np

from autograder.exercises.valeur_gloutonne.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.valeur_gloutonne import valeur_gloutonne

THETA = np.array([1.0, 2.0, -1.0, 0.5])
RIGHT, LEFT = np.array([1.0, 1.5, 2.0, 2.0]), np.array([-2.0, 0.5, 1.0, -4.0])
NEAR = np.array([0.5, -0.125, 0.125, 0.125])  # its values are near 0, with decimals


def checks() -> dict:
    return computed(
        valeur_gloutonne,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "Quand l'action 1 vaut mieux, la valeur est la sienne.",
                "phi(s, 1) = s : la Q-valeur de l'action 1 est ⟨theta, s⟩.",
                ((THETA, RIGHT), (-THETA, LEFT), (THETA, NEAR)),
            ),
            Property(
                "Quand l'action 0 vaut mieux, la valeur est la sienne.",
                "phi(s, 0) = −s : la Q-valeur de l'action 0 est −⟨theta, s⟩.",
                ((THETA, LEFT), (-THETA, RIGHT), (-THETA, NEAR)),
            ),
        ],
        intact={0: "theta", 1: "state"},
    )
