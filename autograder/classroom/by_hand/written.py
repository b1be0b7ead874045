"""The written questions of an assignment: their answers, the marking scheme, the marks given.

The marks and the comments are nbgrader's own: formgrader shows them, and changes them as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, delete, insert, select

from autograder.classroom.course import (
    CourseError,
    directories,
    graded_folder,
    opened,
    released_folder,
)
from autograder.classroom.grading.grade import read_result
from autograder.classroom.grading.gradebook import graded_students
from autograder.classroom.grading.hand_marks import answers as digests
from autograder.classroom.grading.hand_marks import former_marks
from autograder.classroom.roster import Student, by_name, student_of
from autograder.errors import AutograderError
from autograder.report.words import mark
from autograder.submission.cells import is_answer, name_of

# Beside nbgrader's own tables: the criteria that a teacher has changed. A question that is not
# there has those of its source.
CRITERIA = Table(
    "autograder_criterion",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("points", Float, nullable=False),
    Column("label", Text, nullable=False),
)
SCHEME = re.compile(r"^(?:---\s*)?\*\*Barème\*\*.*", re.M | re.S)
NUMBER = r"([-−]?\d+(?:[.,]\d+)?)"
ROW = re.compile(rf"^\|\s*{NUMBER}\s*\|\s*(.+?)\s*\|\s*$", re.M)
PIECE = re.compile(rf"(?:^|[;:])\s*{NUMBER} (?:pour|par) ([^;]+?)\s*(?=;|\.?$)")
MAX_CRITERIA, MAX_LABEL, MAX_COMMENT = 30, 300, 10_000  # of each question; characters


class MarkingError(AutograderError):
    """A mark that is not entered; a French sentence for the teacher."""


@dataclass(frozen=True)
class Criterion:
    """What a scheme gives points for, in Markdown; points may be taken off."""

    points: float
    label: str


@dataclass(frozen=True)
class Answer:
    """A student's answer; `digest` names this very text. score: None until a teacher gives one.

    unread: why the copy could not be graded, which says nothing of what it holds.
    """

    student: str
    name: str
    cell: NotebookNode
    digest: str
    score: float | None
    comment: str
    blank: bool
    former: float | None = None
    unread: str = ""


@dataclass(frozen=True)
class Question:
    """A written question; the statement, the model answer and the scheme are in Markdown."""

    name: str
    points: float
    statement: str
    model: str
    scheme: str
    criteria: list[Criterion]
    answers: list[Answer]

    @property
    def awaited(self) -> int:
        return sum(one.score is None and not one.blank for one in self.answers)


@dataclass(frozen=True)
class _Copy:
    """A graded copy, and why its code could not be graded if it could not."""

    student: Student
    notebook: NotebookNode
    unread: str


def questions(course: Path, assignment: str) -> list[Question]:
    """The written questions with all the answers to them, in the order of the names.

    Raises CourseError when the assignment has none, or when nothing of it is graded.
    """
    released = _read(released_folder(course, assignment) / f"{assignment}.ipynb")
    places = [place for place, cell in enumerate(released.cells) if _is_written(cell)]
    if not places:
        raise CourseError(f"« {assignment} » n'a pas de question écrite.")
    students = graded_students(course, assignment)
    if not students:
        raise CourseError(
            f"Aucune copie corrigée de « {assignment} » : lancez « autograder grade {assignment} »."
        )
    models = _models(course, assignment)
    with opened(course) as book:
        listed = sorted(map(book.find_student, students), key=lambda one: by_name(student_of(one)))
        copies = [
            _Copy(student_of(one), _read(folder / _file(assignment)), _why_unread(folder))
            for one in listed
            for folder in [graded_folder(course, one.id, assignment)]
        ]
        return [
            _question(book, assignment, released.cells, place, models, copies) for place in places
        ]


def give(
    course: Path,
    assignment: str,
    student: str,
    question: str,
    *,
    digest: str,
    score: float | None,
    comment: str,
) -> None:
    """Enter a mark (None takes it back) and a comment in the gradebook.

    digest: of the answer that was read. Raises MarkingError when it is another one by now, or when
    the mark is not one of the question.
    """
    try:
        notebook = _read(graded_folder(course, student, assignment) / _file(assignment))
    except OSError:
        notebook = nbformat.v4.new_notebook()
    if digests(notebook).get(question) != digest:
        raise MarkingError("Cette réponse a changé depuis : rechargez la page pour la relire.")
    if len(comment) > MAX_COMMENT:
        raise MarkingError(f"Un commentaire compte {MAX_COMMENT} caractères au plus.")
    with opened(course) as book:
        key = question, assignment, assignment, student
        try:
            grade, remark = book.find_grade(*key), book.find_comment(*key)
        except MissingEntry as error:
            raise MarkingError("Le carnet de notes n'a pas cette réponse.") from error
        if score is not None and not 0 <= score <= grade.max_score:
            raise MarkingError(f"La note va de 0 à {mark(grade.max_score)}.")
        grade.manual_score, grade.needs_manual_grade = score, score is None
        remark.manual_comment = comment.strip() or None
        book.db.commit()


def set_criteria(
    course: Path, assignment: str, question: str, criteria: Sequence[Criterion]
) -> None:
    """Keep other criteria for a question; none gives it back those of its source."""
    if len(criteria) > MAX_CRITERIA or any(len(one.label) > MAX_LABEL for one in criteria):
        raise MarkingError(f"Un barème compte {MAX_CRITERIA} critères courts au plus.")
    with opened(course) as book:
        CRITERIA.create(book.db.connection(), checkfirst=True)
        of = (CRITERIA.c.assignment == assignment) & (CRITERIA.c.cell == question)
        book.db.execute(delete(CRITERIA).where(of))
        for place, one in enumerate(criteria):
            row = {"assignment": assignment, "cell": question, "place": place}
            book.db.execute(insert(CRITERIA).values(**row, points=one.points, label=one.label))
        book.db.commit()


def criteria_of(scheme: str) -> list[Criterion]:
    """What a scheme gives points for: the rows of its table, else « 0,5 pour … ; 0,5 pour … »."""
    found = ROW.findall(scheme) or PIECE.findall(" ".join(scheme.split()))
    return [Criterion(_number(points), label.strip()) for points, label in found]


def _number(text):
    return float(text.replace(",", ".").replace("−", "-"))


def _file(assignment):
    return f"{assignment}.ipynb"


def _why_unread(graded: Path) -> str:
    result = read_result(graded)
    return " ".join(result.problems) if result is not None and not result.graded else ""


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def _is_written(cell: NotebookNode) -> bool:
    return is_answer(cell) and bool(cell.metadata.nbgrader.get("grade"))


def _models(course: Path, assignment: str) -> dict[str, tuple[str, str]]:
    """The model answer and the scheme of each question, where the teacher's notebook has them."""
    directory = directories(course)
    folder = Path(directory.format_path(directory.source_directory, ".", assignment))
    path = folder / _file(assignment)
    if not path.is_file():
        return {}
    return {name_of(cell): _split(cell.source) for cell in _read(path).cells if _is_written(cell)}


def _split(source: str) -> tuple[str, str]:
    text = re.sub(r"<!-- (?:BEGIN|END) SOLUTION -->", "", source)
    found = SCHEME.search(text)
    return (text, "") if not found else (text[: found.start()], found[0])


def _question(
    book: Gradebook,
    assignment: str,
    cells: list[NotebookNode],
    place: int,
    models: dict[str, tuple[str, str]],
    copies: list[_Copy],
) -> Question:
    name = name_of(cells[place])
    model, scheme = models.get(name, ("", ""))
    (points,) = {
        cell.max_score
        for cell in book.find_notebook(assignment, assignment).grade_cells
        if cell.name == name
    }
    blank = cells[place].source.strip()
    found = [_answer(book, assignment, name, copy, blank) for copy in copies]
    return Question(
        name=name,
        points=points,
        statement=cells[place - 1].source if place else "",
        model=re.sub(r"\s*---\s*\Z", "", model).strip(),
        scheme=re.sub(r"\A---\s*", "", scheme).strip(),
        criteria=list(_kept(book, assignment, name)) or criteria_of(scheme),
        answers=[one for one in found if one is not None],
    )


def _kept(book: Gradebook, assignment: str, name: str) -> Iterator[Criterion]:
    CRITERIA.create(book.db.connection(), checkfirst=True)
    of = (CRITERIA.c.assignment == assignment) & (CRITERIA.c.cell == name)
    for row in book.db.execute(select(CRITERIA).where(of).order_by(CRITERIA.c.place)):
        yield Criterion(row.points, row.label)


def _answer(book: Gradebook, assignment: str, name: str, copy: _Copy, blank: str) -> Answer | None:
    key = name, assignment, assignment, copy.student.id
    try:
        grade, remark = book.find_grade(*key), book.find_comment(*key)
    except MissingEntry:
        return None
    cell = next(cell for cell in copy.notebook.cells if name_of(cell) == name)
    former = former_marks(book, grade.notebook.assignment.id).get(name)
    return Answer(
        student=copy.student.id,
        name=copy.student.shown,
        cell=cell,
        digest=digests(copy.notebook)[name],
        score=None if grade.needs_manual_grade else grade.manual_score,
        comment=remark.manual_comment or "",
        blank=cell.source.strip() == blank and not cell.get("attachments"),
        former=former,
        unread=copy.unread,
    )
