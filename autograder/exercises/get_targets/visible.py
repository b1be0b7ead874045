"""What students can check of get_targets while they work."""

import numpy as np

from autograder.exercises.get_targets.mistakes import MISTAKES, RULES, compute
from autograder.judging.visible import Property, computed
from solutions.get_targets import get_targets


def batch(
    q_vals: list, rewards: list[float], terminal: list[bool], gamma: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    return np.array(q_vals, float), np.array(rewards, float), np.array(terminal), gamma


GOING_ON = (
    batch([[1, 2.5], [-3, -1], [4, 0.5]], [1, -0.5, 2], [False] * 3, 0.5),
    batch([[3, 6], [8, 7]], [1, 2], [False] * 2, 0.25),
)
MIXED = batch(
    [[1, 2], [100, 90], [-3, -1], [6, 5], [80, 100]],
    [1, 1.5, 0.5, -2, 3],
    [False, True, False, False, True],
    0.5,
)
LAST = batch([[50, 70], [60, 40]], [1.5, -1], [True, True], 0.75)
GAMMAS = (
    batch([[3, 5], [4, -2]], [0.5, 1], [False] * 2, 0.0),
    batch([[3, 5], [4, -2]], [0.5, 1], [False] * 2, 1.0),
)
SINGLE = (
    batch([[4, 8]], [3], [False], 0.25),
    batch([[9, 30]], [3], [True], 0.25),
)


def checks() -> dict:
    return computed(
        get_targets,
        MISTAKES,
        RULES,
        compute,
        [
            Property(
                "Quand rien n'est terminal, la cible est r + gamma · max q(s', a').",
                "ligne par ligne : le maximum se prend sur les actions.",
                GOING_ON,
            ),
            Property(
                "Là où s' est terminal, et là seulement, la cible est r.",
                "les grandes Q-valeurs d'un état terminal ne comptent pas.",
                (MIXED, LAST),
            ),
            Property(
                "gamma pondère l'avenir, et lui seul.",
                "avec gamma = 0, il reste r ; avec gamma = 1, r et tout le maximum.",
                GAMMAS,
            ),
            Property(
                "Un lot d'une transition donne un tableau de forme (1,).",
                "la règle est celle de plusieurs lignes, et l'axe reste : évitez squeeze().",
                SINGLE,
            ),
        ],
        intact={0: "next_q_vals", 1: "rewards", 2: "terminal"},
    )
