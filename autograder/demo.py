"""A sample course in a scratch folder: a class of twelve hands in all the assignments."""

import re
import shutil
import tomllib
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output
from pydantic import BaseModel, ConfigDict

from autograder.catalogue import ASSIGNMENTS, HOME_OF, Assignment
from autograder.classroom.course import CONFIG, CourseError, opened
from autograder.paths import ROOT
from autograder.proof.bank import variant
from autograder.submission.cells import is_check, name_of
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

MARK = ".cours-d-essai"
CLASS = Path(__file__).with_suffix(".toml")
DUE = datetime(2026, 11, 15, 23, 59, tzinfo=ZoneInfo("America/Toronto"))
AGAIN = timedelta(hours=19)  # between two submissions of the same student
BLANK, ENDLESS = "ébauche", "sans fin"
# What Jupyter keeps of a loop that its author has stopped.
STOPPED = new_output("error", ename="KeyboardInterrupt", evalue="", traceback=["KeyboardInterrupt"])
_HEADER = re.compile(
    r'\A""".*?"""\n(?:#[^\n]*\n)*\s*', re.DOTALL
)  # what the bank says of an answer


class Student(BaseModel):
    """A student of the class, as the file of the class tells."""

    model_config = ConfigDict(extra="forbid")

    name: tuple[str, str]
    hours: float
    answers: dict[str, str] = {}
    again: dict[str, str] = {}
    blank: bool = False
    file: str | None = None


class Class(BaseModel):
    """The class, by identifier, and the assignments whose submissions the demonstration grades."""

    model_config = ConfigDict(extra="forbid")

    played: list[str]
    students: dict[str, Student]


def make_course(folder: Path) -> dict[str, list[Path]]:
    """Create the course in `folder`, replacing an earlier one.

    Returns the zips of submissions of each assignment, as Moodle would give them one after the
    other. Raises CourseError when the folder holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise CourseError(f"Le dossier {folder} existe et n'est pas un cours d'essai.")
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("source", "notebooks"):  # what nbgrader would make of them is built already
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    (folder / MARK).touch()
    (folder / "remises").mkdir()
    students = read_class().students
    _enter(folder, students)
    return {name: _zips(folder, one, students) for name, one in ASSIGNMENTS.items()}


def read_class() -> Class:
    return Class.model_validate(tomllib.loads(CLASS.read_text(encoding="utf-8")))


def _enter(folder: Path, students: Mapping[str, Student]) -> None:
    """Give the gradebook its students and the due dates."""
    with opened(folder) as gradebook:
        for key, student in students.items():
            first, last = student.name
            gradebook.update_or_create_student(key, first_name=first, last_name=last)
        for name in ASSIGNMENTS:
            gradebook.update_or_create_assignment(name, duedate=DUE.isoformat())


def _zips(folder: Path, assignment: Assignment, students: Mapping[str, Student]) -> list[Path]:
    """What Moodle gives after the due date, and once more if some have handed in again since."""
    blank = teacher_notebook(folder / "notebooks" / assignment.name, assignment)
    first, again = {}, {}
    for number, student in enumerate(students.values(), start=4101):
        place = f"{' '.join(student.name)}_{number}_assignsubmission_file/{assignment.name}.ipynb"
        time = DUE - timedelta(hours=student.hours)
        first[place] = time, _file(blank, assignment, student, {})
        if student.again.keys() & set(assignment.exercises):
            again[place] = time + AGAIN, _file(blank, assignment, student, student.again)
    zips = folder / "remises"
    written = [_write(zips / f"{assignment.name}.zip", first)]
    if again:
        written.append(_write(zips / f"{assignment.name}_plus_tard.zip", first | again))
    return written


def _write(path: Path, files: Mapping[str, tuple[datetime, str]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (time, text) in files.items():
            local = time.astimezone()  # a zip's times have no zone
            archive.writestr(zipfile.ZipInfo(name, local.timetuple()[:6]), text)
    return path


def _file(
    blank: NotebookNode, assignment: Assignment, student: Student, changed: Mapping[str, str]
) -> str:
    """What a student hands in: a notebook, or something else."""
    if student.file is not None:
        return student.file
    answers = {} if student.blank else references(assignment)
    for name, choice in {**student.answers, **changed}.items():
        if choice == BLANK:
            answers.pop(name, None)
        elif name in answers:
            answers[name] = answer(name, choice)
        elif name not in HOME_OF:  # a written question
            answers[name] = choice.strip()
    notebook = fill(blank, answers)
    for cell in notebook.cells:
        if student.answers.get(name_of(cell).removeprefix("test_")) == ENDLESS and is_check(cell):
            cell.outputs = [STOPPED]
    return nbformat.writes(notebook)


def answer(exercise: str, choice: str) -> str:
    """The code that a student of the class hands in, without what the bank says of it."""
    if choice == ENDLESS:
        return f"def {exercise}(*args, **options):\n    while True:\n        pass"
    return _HEADER.sub("", variant(f"{exercise}/{choice}"))
