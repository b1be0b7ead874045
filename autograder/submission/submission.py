"""A submission as it is graded: made in one way, whoever asks for it."""

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.catalogue import Assignment
from autograder.submission.identify import foreign
from autograder.submission.libraries import libraries
from autograder.submission.pictures import named
from autograder.submission.read import NotebookError, read
from autograder.submission.release import teacher_notebook
from autograder.submission.restore import restore


@dataclass
class Submission:
    """What is needed to grade: the restored notebook, what was wrong with it, its side files.

    A submission that is not `readable`, or answers another assignment, holds the blank notebook and
    is not run. `libraries` are those that the teacher's notebook loads, whatever the student's
    does.
    """

    assignment: Assignment
    name: str
    notebook: NotebookNode
    problems: list[str]
    files: list[Path]
    readable: bool = True
    libraries: tuple[str, ...] = ()


def open_submission(path: Path, assignment: Assignment, release: Path) -> Submission:
    """Read a submitted notebook and lay its answers in the teacher's.

    release: the folder of the student release, for the teacher's cells and side files.
    Raises NotebookError when the release itself is missing.
    """
    teacher = teacher_notebook(release, assignment)
    files = sorted(release.glob("*.py"))
    figures = set().union(*(named(cell.source) for cell in teacher.cells))
    try:
        submitted = read(path, figures)
        if other := foreign(submitted, assignment):
            raise NotebookError(
                f"Ce cahier est celui du devoir « {other.name} », et non de "
                f"« {assignment.name} » : remettez {assignment.name}.ipynb."
            )
    except NotebookError as problem:
        return Submission(assignment, path.name, teacher, [str(problem)], files, readable=False)
    restored = restore(submitted, teacher)
    return Submission(
        assignment,
        path.name,
        restored.notebook,
        restored.problems,
        files,
        libraries=libraries(teacher, files),
    )
