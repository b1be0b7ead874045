"""Which assignment a submitted notebook answers, whatever its file is called."""

from collections import Counter
from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.catalogue import Assignment
from autograder.submission.cells import name_of
from autograder.submission.recognise import key
from autograder.submission.release import release_folder, teacher_notebook


def identify(submitted: NotebookNode, candidates: Iterable[Assignment]) -> Assignment | None:
    """The assignment whose cells the notebook holds the most of; None when it holds none's.

    A cell is known by its name or, where names were lost, by its text. One that several assignments
    have, such as a piece of the first that the next ones give, counts the less.
    """
    listed = list(candidates)
    cells = {
        one.name: [_marks(cell) for cell in teacher_notebook(release_folder(one), one).cells]
        for one in listed
    }
    holders = Counter(mark for found in cells.values() for mark in set().union(*found))
    held = {
        cell.metadata.get(kind) for cell in submitted.cells for kind in ("grade_id", "cell_id")
    } | {key(cell.source) for cell in submitted.cells}
    shares = {name: _share(held, found, holders) for name, found in cells.items()}
    best = max(listed, key=lambda assignment: shares[assignment.name])
    return best if shares[best.name] > 0 else None


def _marks(cell):
    """What a cell is known by: its name and its text."""
    return {name_of(cell), key(cell.source)} - {None}


def _share(held, cells, holders):
    """The part of an assignment's cells that is held, each counted by how few others have it."""
    weights = [1 / max(holders[mark] for mark in marks) for marks in cells]
    return sum(w for w, marks in zip(weights, cells, strict=True) if marks & held) / sum(weights)
