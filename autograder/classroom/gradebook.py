"""A course folder of nbgrader: grade its submissions, one process a worker, and write feedback."""

import functools
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

from nbgrader.api import Gradebook
from pydantic import ValidationError

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import (
    CourseError,
    api,
    directories,
    graded_folder,
    released_folder,
    require_success,
    submitted_folder,
)
from autograder.classroom.files import TIMESTAMP, require_real_folders, set_aside
from autograder.classroom.fingerprint import fingerprint
from autograder.classroom.grade import RESULTS
from autograder.classroom.hand_marks import agree
from autograder.classroom.hooks import GRADED
from autograder.classroom.identifiers import objection
from autograder.classroom.lanes import alone, died, side_by_side
from autograder.classroom.late import settle_penalty
from autograder.classroom.register import register
from autograder.classroom.secret import secret_of
from autograder.judging import grading
from autograder.judging.results import NotebookResult, StudentResult
from autograder.text import printable

SECRET = "submission_secret.txt"  # nbgrader's: names the page of a student in the exchange
MAX_ATTEMPTS = 2  # alone in a fresh process


def require_ready(course: Path, assignment: str) -> None:
    """Raise CourseError unless the folder is a course; enter the assignment in its gradebook."""
    register(course, assignment)
    secret_of(course)  # drawn before the first copies are graded side by side


def students(course: Path, assignment: str) -> list[str]:
    """Who handed the assignment in."""
    directory = directories(course).submitted_directory
    return sorted(path.parent.name for path in (course / directory).glob(f"*/{assignment}"))


def grade_class(
    course: Path, assignment: str, names: Iterable[str], *, jobs: int, force: bool
) -> Iterator[StudentResult]:
    """Yield each student's result as it comes; a worker that dies does not stop the others.

    A copy that was cut short without having had the processor may have lost points to what its
    neighbours did: it is graded again alone, at the end.
    """
    possible = []
    for name in names:
        problem = objection(name)
        if problem is None:
            possible.append(name)
        else:
            yield _ungraded(assignment, name, problem)
    task = functools.partial(grade_student, str(course), assignment, force=force)
    unfinished, hurried = [], []
    for name, future in side_by_side(task, possible, jobs):
        if died(future):
            unfinished.append(name)
            continue
        result = _result(future, assignment, name)
        if jobs > 1 and len(possible) > 1 and result.starved and result.score < result.max_score:
            hurried.append(name)
        else:
            yield result
    for name in unfinished:
        yield _alone(task, assignment, name)
    for name in hurried:
        yield _alone(functools.partial(task, force=True), assignment, name)


def is_graded(course: Path, assignment: str, student: str) -> bool:
    """Whether the submission, as it stands, has a result that holds."""
    return _known_result(course, assignment, student) is not None


def grade_student(course: str, assignment: str, student: str, force: bool) -> StudentResult:
    """Grade one student's submission into the gradebook.

    A result of the same submission by the same tests is taken as it is unless `force`.
    """
    folder = Path(course)
    submitted = submitted_folder(folder, student, assignment)
    require_real_folders(submitted)
    set_aside(submitted, assignment)
    notebook = f"{assignment}.ipynb"
    if not (submitted / notebook).exists():
        raise CourseError(f"Aucun cahier « {notebook} » dans la remise de {student}.")
    result = None if force else _known_result(folder, assignment, student)
    if result is None:
        require_success(api(folder).autograde(assignment, student, force=True))
        result = _read_result(graded_folder(folder, student, assignment))
    settle_penalty(folder, assignment, student)
    return StudentResult(student=student, **result.model_dump())


def write_feedback(course: Path, assignment: str, student: str) -> Path:
    """Write the feedback of a graded submission; returns its folder."""
    problem = objection(student)
    if problem is not None:
        raise CourseError(problem)
    settle_penalty(course, assignment, student)
    require_success(api(course).generate_feedback(assignment, student, force=True))
    directory = directories(course)
    folder = Path(directory.format_path(directory.feedback_directory, student, assignment))
    # nbgrader's release_feedback stops, for the whole class, at a copy that did not come through
    # its exchange: without a secret of its own, its page gets a name that nobody can guess.
    (folder / TIMESTAMP).touch()
    if not (folder / SECRET).exists():
        (folder / SECRET).write_text(secrets.token_hex())
    return folder


def graded_students(course: Path, assignment: str) -> list[str]:
    """Who has a graded submission."""
    directory = directories(course).autograded_directory
    return sorted(path.parent.name for path in (course / directory).glob(f"*/{assignment}"))


def generate_assignment(course: Path, assignment: str) -> None:
    """Make the student release and enter the assignment in the gradebook."""
    require_success(api(course).generate_assignment(assignment, force=True))


def _known_result(course: Path, assignment: str, student: str) -> NotebookResult | None:
    """The result that stands, when nothing on which it depends has changed since."""
    graded = graded_folder(course, student, assignment)
    if not (graded / GRADED).exists() or not (graded / f"{assignment}.ipynb").exists():
        return None
    submitted = submitted_folder(course, student, assignment)
    release = released_folder(course, assignment)
    now = fingerprint(submitted, release, assignment, secret_of(course))
    if (graded / GRADED).read_text(encoding="utf-8").strip() != now:
        return None
    try:
        result = _read_result(graded)
    except (OSError, ValidationError):
        return None
    directory = directories(course)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        return result if agree(gradebook, assignment, student, result) else None


def _read_result(graded: Path) -> NotebookResult:
    return NotebookResult.model_validate_json((graded / RESULTS).read_text(encoding="utf-8"))


def _alone(task, assignment, name) -> StudentResult:
    """Grade a copy whose process died, with nothing beside it: here its attempts are counted."""
    for _ in range(MAX_ATTEMPTS):
        future = alone(task, name)
        if not died(future):
            return _result(future, assignment, name)
    return _ungraded(assignment, name, "le processus de correction est mort deux fois.")


def _result(future: Future, assignment: str, name: str) -> StudentResult:
    try:
        return future.result()
    except CourseError as error:
        problem = str(error)
    except Exception as error:
        problem = f"erreur interne ({type(error).__name__}) : {error}"
    return _ungraded(assignment, name, problem)


def _ungraded(assignment: str, name: str, problem: str) -> StudentResult:
    problems = [f"Cette copie n'a pas pu être corrigée : {printable(problem)}"]
    result = grading.ungraded(ASSIGNMENTS[assignment], f"{assignment}.ipynb", problems)
    return StudentResult(student=printable(name), **result.model_dump())
