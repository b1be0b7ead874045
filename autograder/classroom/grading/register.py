"""Enters a released assignment in the gradebook, where nbgrader looks for its cells and points."""

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import is_grade, is_locked, is_solution
from sqlalchemy import Index

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CourseError, api, directories, opened, released_folder
from autograder.french import gradebook_sentence
from autograder.submission.read import NotebookError
from autograder.submission.release import teacher_notebook

ATTEMPTS = 3  # another grader may be entering the same assignment
# nbgrader looks for the marks of a copy by these, and would read those of the whole class.
INDEXES = (
    Index("autograder_notebooks", SubmittedNotebook.assignment_id),
    Index("autograder_grades", Grade.notebook_id),
    Index("autograder_comments", Comment.notebook_id),
)


def register(course: Path, assignment: str) -> None:
    """Make the gradebook hold the assignment as it was released; its due date stays.

    Raises CourseError when there is no release, or when its cells are not those of the submissions
    which the gradebook holds.
    """
    try:
        released = teacher_notebook(released_folder(course, assignment), ASSIGNMENTS[assignment])
    except NotebookError as error:
        raise CourseError(str(error)) from error
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if not _is_registered(course, assignment, released):
                _enter(course, assignment, released)
            return
        except Exception as error:
            if attempt == ATTEMPTS:
                spoilt = gradebook_sentence(error)
                if spoilt is not None:
                    raise CourseError(spoilt) from error
                raise CourseError(
                    f"Le carnet de notes refuse « {assignment} » tel que distribué ({error}). Si "
                    "des cellules ont été ajoutées ou retirées depuis les premières corrections, "
                    "mettez ce carnet de côté (gradebook.db) et corrigez à nouveau."
                ) from error


def _enter(course: Path, assignment: str, released: NotebookNode) -> None:
    directory = directories(course)
    with opened(course) as gradebook:
        gradebook.update_or_create_assignment(assignment)
    names = {"notebook": assignment, "assignment": assignment, "db_url": directory.db_url}
    SaveCells(parent=api(course)).preprocess(released, {"nbgrader": names})


def _index(gradebook: Gradebook) -> None:
    for index in INDEXES:
        index.create(gradebook.engine, checkfirst=True)


def _is_registered(course: Path, assignment: str, released: NotebookNode) -> bool:
    with opened(course) as gradebook:
        _index(gradebook)
        try:
            notebook = gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return False
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        sources = {
            cell.name: (cell.cell_type, cell.locked, cell.checksum, cell.source)
            for cell in notebook.source_cells
        }
        answers = {cell.name for cell in notebook.solution_cells}
    cells = {_name(cell): cell for cell in released.cells if "nbgrader" in cell.metadata}
    return (
        points == {name: _points(cell) for name, cell in cells.items() if is_grade(cell)}
        and answers == {name for name, cell in cells.items() if is_solution(cell)}
        and sources == {name: _source(cell) for name, cell in cells.items() if _is_kept(cell)}
    )


def _name(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id


def _points(cell: NotebookNode) -> float:
    return float(cell.metadata.nbgrader.points)


def _is_kept(cell: NotebookNode) -> bool:
    return is_grade(cell) or is_solution(cell) or is_locked(cell)


def _source(cell: NotebookNode) -> tuple:
    checksum = cell.metadata.nbgrader.get("checksum")
    return cell.cell_type, is_locked(cell), checksum, cell.source
