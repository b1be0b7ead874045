"""A course folder of nbgrader: grade its submissions, judged by workers, and write feedback."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from pydantic import ValidationError

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import (
    CourseError,
    api,
    directories,
    graded_folder,
    opened,
    released_folder,
    require_success,
    submitted_folder,
)
from autograder.classroom.grading import kept
from autograder.classroom.grading.files import TIMESTAMP, remarks, require_real_folders, set_aside
from autograder.classroom.grading.fingerprint import fingerprint, grounds, held
from autograder.classroom.grading.grade import RESULTS, read_result
from autograder.classroom.grading.hand_marks import agree
from autograder.classroom.grading.hooks import GRADED
from autograder.classroom.grading.judge import Judgement, Order, judge
from autograder.classroom.grading.lanes import Workers, died
from autograder.classroom.grading.ordering import longest_first
from autograder.classroom.grading.register import register
from autograder.classroom.identifiers import objection
from autograder.classroom.late import settle_penalty
from autograder.classroom.secret import secret_of
from autograder.errors import file_sentence
from autograder.judging.results import NotebookResult, StudentResult
from autograder.text import printable
from autograder.workers import undisturbed

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
    course: Path,
    assignment: str,
    names: Iterable[str],
    *,
    workers: Workers,
    force: bool,
    judging: Callable[[Mapping[str, float | None]], None] = lambda last: None,
) -> Iterator[StudentResult]:
    """Yield each student's result as it comes; a worker that dies does not stop the others.

    The workers judge, and know of no gradebook; here what they found is kept, then entered. A copy
    that was cut short without having had the processor may have lost points to what its
    neighbours did: it is judged again alone, at the end. What may be long is judged first.
    judging: told which copies are to be judged, and what each took the last time if it was judged,
    once the results that hold have been yielded.
    """
    common = _grounds(course, assignment)
    orders: list[Order] = []
    judged: list[Order] = []
    with opened(course) as gradebook:
        for name in names:
            found = _tried(
                assignment, name, look, course, gradebook, assignment, name, common, force
            )
            gradebook.db.rollback()  # others may write in the meantime
            if isinstance(found, StudentResult):
                yield found
            else:
                (judged if kept.is_kept(course, found) else orders).append(found)
    if judged or orders:
        register(course, assignment)
    for order in judged:
        yield _tried(assignment, order.student, enter, course, order, force)
    last = {order.student: _last_seconds(course, order) for order in orders}
    judging(last)
    again = []
    for order, future in workers.each(judge, longest_first(orders, last)):
        beside = workers.slots > 1 and len(orders) > 1
        if died(future) or (beside and _is_hurried(future)):
            again.append(order)
        else:
            yield _finished(course, order, future, force)
    for order in again:
        yield _finished(course, order, _alone(workers, order), force)


def is_graded(course: Path, assignment: str, student: str) -> bool:
    """Whether the submission, as it stands, has a result that holds."""
    text = fingerprint(submitted_folder(course, student, assignment), _grounds(course, assignment))
    with opened(course) as gradebook:
        return _known_result(course, gradebook, assignment, student, text) is not None


def look(
    course: Path, gradebook: Gradebook, assignment: str, student: str, common: str, force: bool
) -> StudentResult | Order:
    """The result that holds for a submission, or the order to judge it.

    common: the `grounds` of the class. A result of the same content is taken as it is unless
    `force`. Raises CourseError when there is nothing to judge.
    """
    problem = objection(student)
    if problem is not None:
        raise CourseError(problem)
    submitted = submitted_folder(course, student, assignment)
    require_real_folders(submitted)
    set_aside(submitted, assignment)
    notebook = f"{assignment}.ipynb"
    if not (submitted / notebook).exists():
        raise CourseError(f"Aucun cahier « {notebook} » dans la remise de {student}.")
    text = fingerprint(submitted, common)
    if force:
        kept.forget(course, assignment, student)
    else:
        result = _known_result(course, gradebook, assignment, student, text)
        if result is not None:
            settle_penalty(course, gradebook, assignment, student)
            return StudentResult(student=student, **result.model_dump())
    return Order(
        student=student,
        assignment=assignment,
        submitted=submitted.resolve(),
        release=released_folder(course, assignment).resolve(),
        remarks=tuple(remarks(submitted, assignment)),
        secret=secret_of(course),
        fingerprint=text,
        grounds=common,
    )


def enter(course: Path, order: Order, force: bool) -> StudentResult:
    """Put a judged copy into the gradebook and autograded/, with nbgrader's own converter.

    It takes the judgement that is kept. What another grader has entered meanwhile is left as it is
    unless `force`.
    """
    student, assignment = order.student, order.assignment
    # nbgrader would take a Ctrl-C for an error of the copy, and empties the folder that it fills
    with undisturbed(), kept.one_writer(course), held(order.grounds):
        with opened(course) as gradebook:
            result = _known_result(course, gradebook, assignment, student, order.fingerprint)
        if result is None or force:
            require_success(api(course).autograde(assignment, student, force=True))
            with opened(course) as gradebook:
                settle_penalty(course, gradebook, assignment, student)
            result = _read_result(graded_folder(course, student, assignment))
        kept.forget(course, assignment, student)
    return StudentResult(student=student, **result.model_dump())


def write_feedback(course: Path, assignment: str, student: str) -> Path:
    """Write the feedback of a graded submission; returns its folder."""
    problem = objection(student)
    if problem is not None:
        raise CourseError(problem)
    with opened(course) as gradebook:
        try:
            gradebook.find_submission(assignment, student)
        except MissingEntry as error:
            raise CourseError(
                f"le carnet de notes ne connaît pas cette copie, relancez « autograder grade "
                f"{assignment} »."
            ) from error
        settle_penalty(course, gradebook, assignment, student)
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
    """Who has a graded submission: a grader that is killed leaves a folder without its notebook."""
    directory = directories(course).autograded_directory
    found = (course / directory).glob(f"*/{assignment}/{assignment}.ipynb")
    return sorted(path.parent.parent.name for path in found)


def generate_assignment(course: Path, assignment: str) -> None:
    """Make the student release and enter the assignment in the gradebook."""
    require_success(api(course).generate_assignment(assignment, force=True))


def _grounds(course: Path, assignment: str) -> str:
    return grounds(released_folder(course, assignment), assignment, secret_of(course))


def _known_result(
    course: Path, gradebook: Gradebook, assignment: str, student: str, text: str
) -> NotebookResult | None:
    """The result that stands, when it is that of the content with this fingerprint."""
    graded = graded_folder(course, student, assignment)
    if not (graded / GRADED).exists() or not (graded / f"{assignment}.ipynb").exists():
        return None
    if (graded / GRADED).read_text(encoding="utf-8").strip() != text:
        return None
    try:
        result = _read_result(graded)
    except (OSError, ValidationError):
        return None
    return result if agree(gradebook, assignment, student, result) else None


def _read_result(graded: Path) -> NotebookResult:
    return NotebookResult.model_validate_json((graded / RESULTS).read_text(encoding="utf-8"))


def _last_seconds(course: Path, order: Order) -> float | None:
    """What the student's copy took when it was last graded, whatever it held then."""
    result = read_result(graded_folder(course, order.student, order.assignment))
    return result.seconds if result is not None and result.seconds > 0 else None


def _finished(course: Path, order: Order, future: Future, force: bool) -> StudentResult:
    """What came of a judgement, entered in the gradebook."""
    if died(future):
        problem = "le processus de correction est mort deux fois."
        return _ungraded(order.assignment, order.student, problem)

    def finish():
        text = future.result()
        kept.keep(course, order, text)
        return enter(course, order, force)

    return _tried(order.assignment, order.student, finish)


def _is_hurried(future: Future) -> bool:
    """Whether the copy may have lost points because code of it lacked the processor."""
    if future.exception() is not None:
        return False
    result = Judgement.model_validate_json(future.result()).result
    return result.starved and result.score < result.max_score


def _alone(workers: Workers, order: Order) -> Future:
    """Judge a copy whose process died, with nothing beside it: here its attempts are counted."""
    for _ in range(MAX_ATTEMPTS):
        future = workers.alone(judge, order)
        if not died(future):
            break
    return future


def _tried(assignment: str, name: str, call: Callable, *arguments: Any) -> Any:
    """What a call returns, or the result of a copy that could not be graded, and why."""
    try:
        return call(*arguments)
    except CourseError as error:
        problem = str(error)
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            problem = file_sentence(error)
        else:
            problem = f"erreur interne ({type(error).__name__}) : {error}"
    return _ungraded(assignment, name, problem)


def _ungraded(assignment: str, name: str, problem: str) -> StudentResult:
    problems = [f"Cette copie n'a pas pu être corrigée : {printable(problem)}"]
    from autograder.judging import grading  # seldom: most often nothing is judged here

    result = grading.ungraded(ASSIGNMENTS[assignment], f"{assignment}.ipynb", problems)
    return StudentResult(student=printable(name), **result.model_dump())
