"""Which assignment a submitted notebook answers, whatever its file is called."""

from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.catalogue import Assignment
from autograder.submission.cells import name_of
from autograder.submission.recognise import key
from autograder.submission.release import release_folder, teacher_notebook


def identify(submitted: NotebookNode, candidates: Iterable[Assignment]) -> Assignment | None:
    """The assignment whose cells the notebook holds the most of; None when it holds none's.

    A cell is known by its name or, where names were lost, by its text.
    """
    shares = {assignment.name: _share(submitted, assignment) for assignment in candidates}
    best = max(candidates, key=lambda assignment: shares[assignment.name])
    return best if shares[best.name] > 0 else None


def _share(submitted, assignment):
    """The part of the assignment's cells that the notebook holds."""
    cells = teacher_notebook(release_folder(assignment), assignment).cells
    names = {
        cell.metadata.get(kind) for cell in submitted.cells for kind in ("grade_id", "cell_id")
    }
    texts = {key(cell.source) for cell in submitted.cells}
    held = sum(name_of(cell) in names or key(cell.source) in texts for cell in cells)
    return held / len(cells)
