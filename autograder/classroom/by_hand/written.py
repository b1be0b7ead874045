"""The written questions of an assignment: what is expected, the answers, the marks given.

The marks and the comments are nbgrader's own: formgrader shows them, and changes them as well.
"""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from autograder.classroom.by_hand.schemes import (
    Criterion,
    Expected,
    MarkingError,
    criteria_of,
    expected_answers,
    kept_criteria,
)
from autograder.classroom.course import (
    CourseError,
    directories,
    graded_folder,
    nothing_graded,
    opened,
    released_folder,
)
from autograder.classroom.grading.grade import read_result
from autograder.classroom.grading.gradebook import graded_students
from autograder.classroom.grading.hand_marks import answers as digests
from autograder.classroom.grading.hand_marks import former_marks
from autograder.classroom.roster import Student, by_name, student_of
from autograder.report.words import mark
from autograder.submission.cells import is_written, name_of

MAX_COMMENT = 10_000  # characters


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
    places = [place for place, cell in enumerate(released.cells) if is_written(cell)]
    if not places:
        raise CourseError(f"« {assignment} » n'a pas de question écrite.")
    graded = graded_students(course, assignment)
    expected = expected_answers(directories(course), assignment)
    with opened(course) as book:
        entered = [one.student for one in book.assignment_submissions(assignment)]
        listed = [student_of(one) for one in entered if one.id in graded]
        if not listed:
            raise nothing_graded(course, assignment)
        copies = [
            _Copy(one, _read(folder / _file(assignment)), _why_unread(folder))
            for one in sorted(listed, key=by_name)
            for folder in [graded_folder(course, one.id, assignment)]
        ]
        return [
            _question(book, assignment, released.cells, place, expected, copies) for place in places
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


def _file(assignment):
    return f"{assignment}.ipynb"


def _why_unread(graded: Path) -> str:
    result = read_result(graded)
    return " ".join(result.problems) if result is not None and not result.graded else ""


def _read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def _question(
    book: Gradebook,
    assignment: str,
    cells: list[NotebookNode],
    place: int,
    expected: dict[str, Expected],
    copies: list[_Copy],
) -> Question:
    name = name_of(cells[place])
    of_teacher = expected.get(name, Expected("", ""))
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
        model=of_teacher.model,
        scheme=of_teacher.scheme,
        criteria=kept_criteria(book, assignment, name) or criteria_of(of_teacher.scheme),
        answers=[one for one in found if one is not None],
    )


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
