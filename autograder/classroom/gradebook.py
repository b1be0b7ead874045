"""A course folder of nbgrader: grade its submissions, one process a worker, and write feedback."""

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config.loader import PyFileConfigLoader

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grade import RESULTS
from autograder.errors import UsageError
from autograder.judging import grading
from autograder.judging.results import NotebookResult, StudentResult
from autograder.workers import pool

CONFIG = "nbgrader_config.py"
MAX_ATTEMPTS = 2


class CourseError(UsageError):
    """A course folder that cannot be graded; the text is a French sentence."""


def require_ready(course: Path, assignment: str) -> None:
    """Raise CourseError unless the folder is a course that knows the assignment."""
    directory = _api(course).coursedir
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            gradebook.find_assignment(assignment)
        except MissingEntry as error:
            raise CourseError(
                f"Le carnet de notes ne connaît pas « {assignment} » : lancez d'abord "
                f"« nbgrader generate_assignment {assignment} »."
            ) from error


def students(course: Path, assignment: str) -> list[str]:
    """Who handed the assignment in."""
    directory = _api(course).coursedir.submitted_directory
    return sorted(path.parent.name for path in (course / directory).glob(f"*/{assignment}"))


def grade_class(
    course: Path, assignment: str, names: Iterable[str], *, jobs: int, force: bool
) -> Iterator[StudentResult]:
    """Yield each student's result as it comes; a worker that dies does not stop the others."""
    attempts = dict.fromkeys(names, 0)
    while attempts:
        workers = min(jobs, len(attempts))
        with pool(workers) as executor:
            submit = _submitter(executor, course, assignment, force)
            pending = {submit(name): name for name in attempts}
            for future in as_completed(pending):
                name = pending[future]
                attempts[name] += 1
                result = _result(future, assignment, name, attempts[name])
                if result is not None:
                    del attempts[name]
                    yield result


def grade_student(course: str, assignment: str, student: str, force: bool) -> StudentResult:
    """Grade one student's submission into the gradebook.

    A result that is newer than the submission is taken as it is unless `force`.
    """
    api = _api(Path(course))
    layout = api.coursedir
    graded = Path(layout.format_path(layout.autograded_directory, student, assignment))
    submitted = Path(layout.format_path(layout.submitted_directory, student, assignment))
    notebook = f"{assignment}.ipynb"
    if not (submitted / notebook).exists():
        raise CourseError(f"Aucun cahier « {notebook} » dans la remise de {student}.")
    if force or not _in_order(submitted / notebook, graded / RESULTS, graded / notebook):
        _require_success(api.autograde(assignment, student, force=True))
    result = NotebookResult.model_validate_json((graded / RESULTS).read_text(encoding="utf-8"))
    return StudentResult(student=student, **result.model_dump())


def write_feedback(course: Path, assignment: str, student: str) -> Path:
    """Write the feedback of a graded submission; returns its folder."""
    api = _api(course)
    _require_success(api.generate_feedback(assignment, student, force=True))
    layout = api.coursedir
    return Path(layout.format_path(layout.feedback_directory, student, assignment))


def graded_students(course: Path, assignment: str) -> list[str]:
    """Who has a graded submission."""
    directory = _api(course).coursedir.autograded_directory
    return sorted(path.parent.name for path in (course / directory).glob(f"*/{assignment}"))


def generate_assignment(course: Path, assignment: str) -> None:
    """Make the student release and enter the assignment in the gradebook."""
    _require_success(_api(course).generate_assignment(assignment, force=True))


def directories(course: Path) -> CourseDirectory:
    """Where nbgrader keeps everything of a course; raises CourseError when it is not one."""
    return _api(course).coursedir


def _in_order(*paths: Path) -> bool:
    """Whether the files exist and were written in this order.

    nbgrader writes the graded notebook last: a grader that was killed leaves an older one.
    """
    if not all(path.exists() for path in paths):
        return False
    times = [path.stat().st_mtime_ns for path in paths]
    return times == sorted(times)


@cache
def _api(course: Path) -> NbGraderAPI:
    if not (course / CONFIG).is_file():
        raise CourseError(f"Aucun fichier « {CONFIG} » dans {course} : ce n'est pas un cours.")
    # nbgrader calls alembic by name, which stands beside the interpreter.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    loader = PyFileConfigLoader(CONFIG, path=str(course.resolve()))
    config = loader.load_config()
    config.NbGraderAPI.log_level = "CRITICAL"
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, harmless
    return NbGraderAPI(config=config)


def _submitter(executor, course, assignment, force) -> Callable[[str], Future]:
    return lambda name: executor.submit(grade_student, str(course), assignment, name, force)


def _result(future, assignment, name, attempt) -> StudentResult | None:
    """The student's result; None when their worker died and they deserve another try."""
    try:
        return future.result()
    except BrokenProcessPool:
        if attempt < MAX_ATTEMPTS:
            return None
        problem = "le processus de correction est mort deux fois"
    except CourseError as error:
        problem = str(error)
    except Exception as error:
        problem = f"erreur interne ({type(error).__name__}) : {error}"
    return _ungraded(assignment, name, problem)


def _ungraded(assignment, name, problem) -> StudentResult:
    problems = [f"Cette copie n'a pas pu être corrigée : {problem}"]
    result = grading.ungraded(ASSIGNMENTS[assignment], f"{assignment}.ipynb", problems)
    return StudentResult(student=name, **result.model_dump())


def _require_success(outcome: dict) -> None:
    if not outcome["success"]:
        raise CourseError(outcome.get("log") or outcome["error"])
