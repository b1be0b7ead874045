"""What is done before and after nbgrader grades a submission; nbgrader_config.py names both."""

import os
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.classroom.course import graded_folder, opened, released_folder
from autograder.classroom.grading import kept
from autograder.classroom.grading.files import TIMESTAMP, require_real_folders, set_aside
from autograder.classroom.grading.fingerprint import are_held, fingerprint, grounds
from autograder.classroom.grading.register import register
from autograder.classroom.secret import secret_of

GRADED = "empreinte.txt"  # in the graded folder: the fingerprint of what was graded
BEGUN = "empreinte-en-cours.txt"


def before_grading(*, notebooks: list[str], **_: object) -> None:
    """Move away what must not be copied, and note what is graded.

    nbgrader goes on after a hook that fails: only SystemExit keeps it from following the links.
    """
    try:
        for submitted in {Path(notebook).parent for notebook in notebooks}:
            _prepare(Path.cwd(), submitted)  # nbgrader works in the course's folder
    except Exception as error:
        raise SystemExit(str(error)) from error


def after_grading(*, notebooks: list[str], **_: object) -> None:
    """Declare the grading complete: one that was killed before this is done again."""
    for submitted in {Path(notebook).parent for notebook in notebooks}:
        graded = graded_folder(Path.cwd(), submitted.parent.name, submitted.name)
        os.replace(graded / BEGUN, graded / GRADED)
        kept.forget(Path.cwd(), submitted.name, submitted.parent.name)


def begun(graded: Path) -> str:
    """The fingerprint of what is being graded into a folder; nothing where nothing is."""
    path = graded / BEGUN
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _prepare(course: Path, submitted: Path) -> None:
    student, assignment = submitted.parent.name, submitted.name
    require_real_folders(submitted)
    set_aside(submitted, assignment)
    if not are_held():
        register(course, assignment)
    _forget_time(course, submitted)
    graded = graded_folder(course, student, assignment)
    graded.mkdir(parents=True, exist_ok=True)
    release, secret = released_folder(course, assignment), secret_of(course)
    text = fingerprint(submitted, grounds(release, assignment, secret))
    (graded / BEGUN).write_text(text + "\n", encoding="utf-8")


def _forget_time(course: Path, submitted: Path) -> None:
    """A submission without a time does not keep the time of the one before it."""
    if (submitted / TIMESTAMP).exists():
        return
    with opened(course) as gradebook:
        try:
            gradebook.find_submission(submitted.name, submitted.parent.name).timestamp = None
        except MissingEntry:
            return
        gradebook.db.commit()
