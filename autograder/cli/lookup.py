"""What the words of a command line stand for; a sentence when it is nothing."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from autograder.catalogue import ASSIGNMENTS, HOME_OF, Assignment
from autograder.errors import UsageError
from autograder.text import printable

LISTED = ", ".join(ASSIGNMENTS)


def known_assignment(name: str) -> Assignment:
    if name not in ASSIGNMENTS:
        nearest = _nearest(name, ASSIGNMENTS)
        raise UsageError(f"Devoir inconnu : « {name} »{nearest} Devoirs : {LISTED}.")
    return ASSIGNMENTS[name]


def known_exercise(name: str) -> str:
    if name not in HOME_OF:
        nearest, known = _nearest(name, HOME_OF), ", ".join(HOME_OF)
        raise UsageError(f"Exercice inconnu : « {name} »{nearest} Exercices : {known}.")
    return name


def recognised(path: Path) -> Assignment:
    """The assignment that a notebook answers: by what it contains, or else by its name."""
    from autograder.submission.identify import identify
    from autograder.submission.read import NotebookError, read

    named = ASSIGNMENTS.get(path.stem)
    try:
        found = identify(read(path), ASSIGNMENTS.values())
    except NotebookError as error:
        if named is None:
            raise UsageError(str(error)) from error
        found = None  # grading it says what is wrong, in a result
    found = found or named
    if found is None:
        raise UsageError(
            f"Le devoir auquel {path.name} répond n'est pas reconnu : précisez-le avec "
            f"« --assignment ». Devoirs : {LISTED}."
        )
    return found


def require_known(asked: Iterable[str], known: Iterable[str], sentence: str) -> None:
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise UsageError(f"{sentence} pour : {', '.join(map(printable, unknown))}.")


def pairs(texts: list[str]) -> dict[str, str]:
    """`NOM=ID` options as a dictionary; the name as Unicode composes it."""
    pairs = {}
    for text in texts:
        name, equals, student = text.rpartition("=")
        if not (name and equals and student):
            raise UsageError(f"« {text} » n'est pas de la forme NOM=ID.")
        pairs[unicodedata.normalize("NFC", name)] = student
    return pairs


def _nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that proposes the name which was meant, if one is near."""
    near = get_close_matches(name, known, n=1)
    return f". Peut-être « {near[0]} » ?" if near else "."
