"""The student release of an assignment: the notebook to which submissions are compared."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.catalogue import Assignment
from autograder.paths import RELEASE
from autograder.submission.read import NotebookError


def release_folder(assignment: Assignment) -> Path:
    """Where the student release of an assignment stands in the repository."""
    return RELEASE / assignment.name


def teacher_notebook(folder: Path, assignment: Assignment) -> NotebookNode:
    """The blank notebook that students received, from the release folder."""
    path = folder / f"{assignment.name}.ipynb"
    if not path.exists():
        raise NotebookError(
            f"Le cahier vierge {path.name} est introuvable dans {folder} : "
            "construisez-le avec « autograder build »."
        )
    return nbformat.read(path, as_version=4)
