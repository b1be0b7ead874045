"""Which of the notebooks that a student handed in is the submission."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from autograder.catalogue import Assignment
from autograder.classroom.roster import key

# Two files that a server zips one after the other bear times that tell nothing.
APART = timedelta(minutes=1)

_EXTENSION = re.compile(r"(\.ipynb)?(\.(json|txt|ipynb))$", re.IGNORECASE)
_COPY = re.compile(
    r"[ _-]*(?:\((?P<a>[0-9]{1,4})\)|[_-](?P<b>[0-9]{1,4})| ?v(?P<c>[0-9]{1,4}))$", re.IGNORECASE
)
_FINAL = re.compile(r"[ _-]*(?:vf|finale?|version finale|définiti(?:f|ve))$", re.IGNORECASE)


@dataclass(frozen=True)
class Version:
    """A file that may be the notebook: its name, where its bytes are, and when it was written."""

    name: str
    path: Path
    time: datetime | None


def is_notebook(name: str, path: Path) -> bool:
    """Whether the file is meant as a notebook, by its name or by what it holds.

    Nothing is parsed here: a file made to exhaust a parser is left to the grader's own reader.
    """
    lower = name.casefold()
    if re.search(r"\.ipynb(\.json|\.txt)?$", lower):
        return True
    return lower.endswith((".json", ".txt")) and _looks_like_one(path.read_bytes())


def latest(versions: Sequence[Version], assignment: Assignment) -> Version:
    """The submission: a notebook of this assignment before any other, then the latest.

    Times count where they differ by more than a minute; else « (2) », « v2 » and « VF », as
    browsers and students number their versions; then the assignment's own name.
    """
    times = [version.time for version in versions]
    known = None not in times and max(times) - min(times) > APART
    return max(versions, key=lambda version: _rank(version, assignment, known))


def _rank(version: Version, assignment: Assignment, times_known: bool):
    content = version.path.read_bytes()
    stem = _EXTENSION.sub("", version.name)
    final = _FINAL.search(stem) is not None
    stem = _FINAL.sub("", stem)
    copy = _COPY.search(stem)
    number = int(next(filter(None, copy.groups()))) if copy else 0
    return (
        _looks_like_one(content),
        # The next assignment gives some of this one's answers: it must hold most of them.
        2 * _answers(content, assignment) > len(assignment.exercises),
        version.time.timestamp() if times_known else 0,
        final,
        number,
        key(_COPY.sub("", stem)) == key(assignment.name),
        version.name,
    )


def _looks_like_one(content: bytes) -> bool:
    return b'"cells"' in content and b'"nbformat"' in content


def _answers(content: bytes, assignment: Assignment) -> int:
    """How many of the assignment's exercises are defined in it."""
    names = "|".join(map(re.escape, assignment.exercises))
    return len(set(re.findall(rf"(?:def|class)\s+({names})\b".encode(), content)))
