"""What students can check of creer_cible while they work: what two agents have in common."""

from autograder.exercises.creer_cible.mistakes import MISTAKES
from autograder.judging.visible import prose

SIZES = [[3, 2, 51], [5, 3, 52]]  # of a state, of the actions; the seed of the network


def checks() -> dict:
    return {
        "sorte": "agent",
        "fonction": "creer_cible",
        "tailles": SIZES,
        "meprises": prose(MISTAKES, [mistake.id for mistake in MISTAKES]),
    }
