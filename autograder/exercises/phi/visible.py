"""What students can check of phi while they work."""

import numpy as np

from autograder.exercises.phi.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.phi import phi

# Actions 0 and 1 only: CartPole has no third one, and `(2 * action - 1) * state` is right on these.
ONE, OTHER = np.array([1.5, -2.0, 3.0, -4.0]), np.array([-0.5, 0.25, 2.0, 0.75])


def checks() -> dict:
    return computed(
        phi,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "Pour l'action 1, la représentation est l'état lui-même.",
                "l'action 1 garde les quatre composantes ; comparez-la à 1 avec ==.",
                ((ONE, 1), (OTHER, np.int64(1))),
            ),
            Property(
                "Pour l'action 0, la représentation est l'opposé de l'état.",
                "chaque composante change de signe, et garde sa place.",
                ((ONE, 0), (OTHER, 0)),
            ),
        ],
        intact={0: "state"},
    )
