"""What the words of a command line stand for; a sentence when it is nothing."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.errors import UsageError
from autograder.text import printable


def known_assignment(name: str) -> Assignment:
    if name not in ASSIGNMENTS:
        known = ", ".join(ASSIGNMENTS)
        raise UsageError(f"Devoir inconnu : « {name} »{_nearest(name)} Devoirs : {known}.")
    return ASSIGNMENTS[name]


def recognised(path: Path) -> Assignment:
    """The assignment that a notebook answers: by what it contains, or else by its name."""
    from autograder.submission.identify import identify
    from autograder.submission.read import NotebookError, read

    try:
        found = identify(read(path), ASSIGNMENTS.values())
    except NotebookError:  # grading it says what is wrong
        found = None
    found = found or ASSIGNMENTS.get(path.stem)
    if found is None:
        raise UsageError(
            f"Le devoir auquel {path.name} répond n'est pas reconnu : précisez-le, par exemple "
            f"avec « --assignment {min(ASSIGNMENTS)} »."
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


def _nearest(name: str) -> str:
    """The end of a sentence that proposes the assignment which was meant, if one is near."""
    near = get_close_matches(name, ASSIGNMENTS, n=1)
    return f". Peut-être « {near[0]} » ?" if near else "."
