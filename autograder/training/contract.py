"""What a training loop must have to be judged as the others are; what it lacks, in a sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from autograder.declarations import DeclarationError
from autograder.training.episodes import SCRIPTED
from autograder.training.reference import defaults

ALWAYS = ("base", "other_seed")  # the runs that are asked whatever the table says


def require_judgeable(name: str, runs: Mapping[str, Any], proving: Iterable[str]) -> None:
    """Raise DeclarationError where the reference lacks an argument, or the runs one named."""
    lacking = [argument for argument in SCRIPTED if argument not in defaults(name)]
    if lacking:
        raise DeclarationError(
            f"{name} : une boucle se juge d'après tous ses arguments, et il manque à celle-ci "
            f"{', '.join(lacking)}. Sans mémoire de relecture, elle ne se juge pas ainsi."
        )
    unknown = sorted({*ALWAYS, *proving} - runs.keys())
    if unknown:
        raise DeclarationError(
            f"{name} : la table des propriétés cite des parties que la boucle ne définit pas : "
            f"{', '.join(unknown)}."
        )
