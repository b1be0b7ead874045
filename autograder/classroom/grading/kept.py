"""Judgements that are not in the gradebook yet: a grading that is killed leaves them to the next.

Each is a file of the course, by student and by the fingerprint of all that it depends on. What
enters the gradebook is erased here: nothing of another time can be taken for a new judgement.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from autograder.classroom.grading.judge import Judgement, Order
from autograder.text import write_whole

FOLDER = "corrections-en-cours"
LOCK = "un-seul-ecrit"


def keep(course: Path, order: Order, text: str) -> None:
    """Put a judgement's JSON in its place, whole or not at all."""
    write_whole(_path(course, order.assignment, order.student, order.fingerprint), text)


def is_kept(course: Path, order: Order) -> bool:
    """Whether what the order asks for is there."""
    return recall(course, order.assignment, order.student, order.fingerprint) is not None


def recall(course: Path, assignment: str, student: str, fingerprint: str) -> Judgement | None:
    """The judgement of just this content, None where none is readable."""
    try:
        content = _path(course, assignment, student, fingerprint).read_bytes()
        return Judgement.model_validate_json(content)
    except (OSError, ValidationError):
        return None


def forget(course: Path, assignment: str, student: str) -> None:
    """Erase what is kept of a student, whatever its content."""
    shutil.rmtree(course / FOLDER / assignment / student, ignore_errors=True)


@contextlib.contextmanager
def one_writer(course: Path) -> Iterator[None]:
    """Wait until no other grader of this course writes; one that is killed waits no more."""
    try:
        import fcntl
    except ImportError:  # there is none on Windows
        yield
        return
    path = course / FOLDER / LOCK
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _path(course: Path, assignment: str, student: str, fingerprint: str) -> Path:
    return course / FOLDER / assignment / student / f"{fingerprint}.json"
