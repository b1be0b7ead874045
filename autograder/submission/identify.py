"""Which assignment a submitted notebook answers, whatever its file is called."""

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.submission.cells import name_of
from autograder.submission.python import definitions
from autograder.submission.recognise import key
from autograder.submission.release import release_folder, teacher_notebook


def identify(submitted: NotebookNode, candidates: Iterable[Assignment]) -> Assignment | None:
    """The assignment whose cells the notebook holds the most of; None when it holds none's.

    A cell is known by its name or, where names were lost, by its text. One that several assignments
    have, such as a piece of the first that the next ones give, counts the less.
    """
    listed = list(candidates)
    cells = {one.name: _blank(one).marks for one in listed}
    holders = Counter(mark for found in cells.values() for mark in set().union(*found))
    held = {
        cell.metadata.get(kind) for cell in submitted.cells for kind in ("grade_id", "cell_id")
    } | {key(cell.source) for cell in submitted.cells}
    shares = {name: _share(held, found, holders) for name, found in cells.items()}
    best = max(listed, key=lambda assignment: shares[assignment.name])
    return best if shares[best.name] > 0 else None


def foreign(submitted: NotebookNode, assignment: Assignment) -> Assignment | None:
    """The other assignment whose notebook was handed in for this one, or None.

    Its given pieces may answer exercises of this one: they are not the student's. A notebook that
    defines a single exercise that the other does not give is this one's, whatever else it holds.
    """
    released = [one for one in ASSIGNMENTS.values() if _is_released(one)]
    found = identify(submitted, released) if released else None
    if found is None or found == assignment:
        return None
    own = set(assignment.exercises) - _blank(found).defined
    return None if not own or own & _defined(submitted) else found


def _is_released(assignment):
    """Whether its blank notebook is here: a bundle for one assignment holds no other's."""
    return _path(assignment).exists()


def _path(assignment):
    return release_folder(assignment) / f"{assignment.name}.ipynb"


@dataclass(frozen=True)
class _Blank:
    """What is known of a blank notebook: the marks of each cell, the names that it defines."""

    marks: list[set[str]]
    defined: set[str]


def _blank(assignment):
    path = _path(assignment)
    return _looked_at(assignment, path.stat().st_mtime_ns if path.exists() else None)


@functools.cache  # each copy of a class is compared with all the assignments
def _looked_at(assignment, changed):
    notebook = teacher_notebook(release_folder(assignment), assignment)
    return _Blank([_marks(cell) for cell in notebook.cells], _defined(notebook))


def _defined(notebook):
    codes = (cell.source for cell in notebook.cells if cell.cell_type != "markdown")
    return set().union(*map(definitions, codes))


def _marks(cell):
    """What a cell is known by: its name and its text."""
    return {name_of(cell), key(cell.source)} - {None}


def _share(held, cells, holders):
    """The part of an assignment's cells that is held, each counted by how few others have it."""
    weights = [1 / max(holders[mark] for mark in marks) for marks in cells]
    return sum(w for w, marks in zip(weights, cells, strict=True) if marks & held) / sum(weights)
