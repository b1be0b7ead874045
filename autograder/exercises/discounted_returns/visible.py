"""What students can check of discounted_returns while they work."""

import numpy as np

from autograder.exercises.discounted_returns.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.discounted_returns import discounted_returns


def call(rewards: list[float], gamma: float) -> tuple[np.ndarray, float]:
    return np.array(rewards, dtype=float), gamma


def checks() -> dict:
    return computed(
        discounted_returns,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "G_t est r_t, plus gamma fois le rendement du pas suivant.",
                "partez de la fin : le dernier rendement est la dernière récompense.",
                (call([1, 2, 4], 0.5), call([2, 0, 3, 8], 0.25)),
            ),
            Property(
                "Un épisode d'un pas a un seul rendement, sa récompense.",
                "le résultat est un tableau de forme (1,).",
                (call([5], 0.5),),
            ),
            Property(
                "gamma = 0 et gamma = 1 sont permis.",
                "avec gamma = 0, il reste les récompenses ; avec gamma = 1, leurs sommes.",
                (call([3, 5, -2], 0.0), call([3, 5, -2], 1.0)),
            ),
        ],
        intact={0: "rewards"},
    )
