"""Which of the notebooks that a student handed in is the submission."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from nbformat import NotebookNode

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.roster import key
from autograder.submission.identify import identify
from autograder.submission.read import NotebookError, read

# Two files that a server zips one after the other bear times that tell nothing.
APART = timedelta(minutes=1)

_BEGINNING, _BEFORE = 100, b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # bytes: a mark, spaces
_EXTENSION = re.compile(r"(\.ipynb)?(\.(json|txt|ipynb|html?|download))$", re.IGNORECASE)
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
    """Whether the file is meant as a notebook: by its name, or by what it holds.

    A browser adds .json, .txt, .html or .download to the name, or hides its extension.
    """
    if re.search(r"\.ipynb(\.json|\.txt)?$", name, re.IGNORECASE):
        return True
    with path.open("rb") as content:
        begun = content.read(_BEGINNING).lstrip(_BEFORE)
    return begun.startswith(b"{") and _read(path) is not None


def latest(versions: Sequence[Version], assignment: Assignment) -> Version:
    """The submission: a notebook of this assignment before any other, then the latest.

    Times count where they differ by more than a minute; else « (2) », « v2 » and « VF », as
    browsers and students number their versions; then the assignment's own name.
    """
    if len(versions) == 1:
        return versions[0]
    times = [version.time for version in versions if version.time is not None]
    known = len(times) == len(versions) and max(times) - min(times) > APART
    return max(versions, key=lambda version: _rank(version, assignment, known))


def other(path: Path, assignment: Assignment) -> Assignment | None:
    """The assignment that a notebook answers, when it is another one."""
    content = _read(path)
    found = identify(content, ASSIGNMENTS.values()) if content is not None else None
    return None if found == assignment else found


def _rank(version: Version, assignment: Assignment, times_known: bool) -> tuple:
    stem = _EXTENSION.sub("", version.name)
    final = _FINAL.search(stem) is not None
    stem = _FINAL.sub("", stem)
    copy = _COPY.search(stem)
    number = int(next(filter(None, copy.groups()))) if copy else 0
    return (
        _kinship(version.path, assignment),
        version.time.timestamp() if times_known and version.time else 0,
        final,
        number,
        key(_COPY.sub("", stem)) == key(assignment.name),
        version.name,
    )


def _kinship(path: Path, assignment: Assignment) -> int:
    """3 for a notebook of this assignment, 2 of no known one, 1 of another, 0 for no notebook."""
    content = _read(path)
    if content is None:
        return 0
    found = identify(content, ASSIGNMENTS.values())
    if found is None:
        return 2
    return 3 if found == assignment else 1


def _read(path: Path) -> NotebookNode | None:
    try:
        return read(path)
    except NotebookError:
        return None
