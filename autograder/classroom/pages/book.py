"""What the gradebook holds of a class: the table of marks shows this and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.api import Assignment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload

from autograder.classroom.course import opened
from autograder.classroom.grading.hand_marks import former_marks
from autograder.classroom.late import due_date, seconds_late
from autograder.text import printable


@dataclass(frozen=True)
class Awaited:
    """An answer that waits for a mark by hand; `former`: what its student's earlier one got."""

    cell: str
    former: float | None = None


@dataclass(frozen=True)
class Row:
    """A student's marks, by cell and in all; `total` is what nbgrader exports, penalty deducted."""

    student: str
    marks: dict[str, float] = field(default_factory=dict)
    total: float | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    awaited: tuple[Awaited, ...] = ()


@dataclass(frozen=True)
class Book:
    """The gradebook's view of some students; `points` by cell, in the notebook's order."""

    assignment: str
    due: datetime | None
    points: dict[str, float]
    rows: tuple[Row, ...]

    @property
    def awaited(self) -> list[Row]:
        return [row for row in self.rows if row.awaited]


def read(course: Path, assignment: str, students: Iterable[str]) -> Book:
    """What the gradebook holds of these students; a student unknown to it has no total."""
    with opened(course) as gradebook:
        notebook = gradebook.find_notebook(assignment, assignment)
        order = [cell.name for cell in notebook.source_cells]
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}
        points = {name: points[name] for name in sorted(points, key=order.index)}
        submissions = _submissions(gradebook, assignment)
        rows = tuple(_row(gradebook, submissions.get(name), name) for name in sorted(students))
    return Book(assignment, due_date(course, assignment), points, rows)


def _submissions(gradebook: Gradebook, assignment: str) -> dict[str, SubmittedAssignment]:
    """The submissions by student, with all their marks: asked one by one, they take ten times as
    long.
    """
    marks = selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades)
    query = gradebook.db.query(SubmittedAssignment).join(Assignment)
    found = query.filter(Assignment.name == assignment).options(marks.joinedload(Grade.cell))
    return {submission.student_id: submission for submission in found}


def _row(gradebook: Gradebook, submission: SubmittedAssignment | None, student: str) -> Row:
    if submission is None:
        return Row(printable(student))
    (notebook,) = submission.notebooks
    penalty = submission.late_submission_penalty or 0.0
    return Row(
        student=student,
        marks={grade.name: grade.score for grade in notebook.grades},
        total=max(0.0, submission.score - penalty),
        seconds_late=seconds_late(submission),
        penalty=penalty,
        awaited=tuple(_awaited(gradebook, submission, notebook.grades)),
    )


def _awaited(
    gradebook: Gradebook, submission: SubmittedAssignment, grades: Iterable[Grade]
) -> list[Awaited]:
    former = former_marks(gradebook, submission.id)
    names = sorted(grade.name for grade in grades if grade.needs_manual_grade)
    return [Awaited(name, former.get(name.removeprefix("test_"))) for name in names]
