"""Each student's marks of an assignment, as the gradebook has them: what every export shows."""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory

from autograder.classroom import roster
from autograder.classroom.course import CourseError, has_gradebook, opened
from autograder.classroom.deposits import kept_aside
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.grade import read_result
from autograder.classroom.late import settle_penalty
from autograder.classroom.roster import Student
from autograder.judging.results import ExerciseResult, NotebookResult
from autograder.report.words import LABELS, mark
from autograder.typography import unbreakable


class State(StrEnum):
    """Where a student's copy stands; only a final mark is a mark."""

    FINAL = "noté"
    WAITING = "question écrite à noter"
    UNREADABLE = "copie non lue, zéro"
    UNGRADED = "remis, à corriger"
    ASIDE = "remis sans cahier"
    ABSENT = "absent"


@dataclass(frozen=True)
class Row:
    """A student's marks; None is a mark that does not exist, which is not a zero."""

    student: Student
    state: State
    automatic: float | None = None
    written: float | None = None
    penalty: float | None = None
    total: float | None = None
    feedback: str = ""


@dataclass(frozen=True)
class Sheet:
    """An assignment's rows, in the order of the names, with the points that each part is out of."""

    assignment: str
    max_automatic: float
    max_written: float
    rows: list[Row]

    @property
    def max_total(self) -> float:
        return self.max_automatic + self.max_written

    def of(self, students: list[str]) -> "Sheet":
        """The same for these identifiers only; for everybody where there are none."""
        rows = [row for row in self.rows if not students or row.student.id in students]
        return replace(self, rows=rows)


def sheet(course: Path, assignment: str) -> Sheet:
    """Raise CourseError when the gradebook does not know the assignment."""
    directory = gradebook.directories(course)
    unknown = CourseError(
        f"Le carnet de notes ne connaît pas « {assignment} » : lancez d'abord "
        f"« autograder grade {assignment} »."
    )
    if not has_gradebook(course):
        raise unknown
    with opened(course) as book:
        try:
            book.find_assignment(assignment)
        except MissingEntry as error:
            raise unknown from error
        for student in gradebook.graded_students(course, assignment):
            settle_penalty(course, book, assignment, student)
    with opened(course) as book:
        return read(book, directory, assignment)


def read(book: Gradebook, directory: CourseDirectory, assignment: str) -> Sheet:
    """The same from an open gradebook, which knows the assignment."""
    entry = book.find_assignment(assignment)
    students = {student.id: roster.student_of(student) for student in book.students}
    submitted = _submitted(directory, assignment)
    students |= {name: Student(name) for name in submitted - students.keys()}
    rows = [
        _row(book, directory, assignment, student, student.id in submitted)
        for student in sorted(students.values(), key=roster.by_name)
    ]
    # A task, in nbgrader's words, is graded by hand too.
    written = sum(n.max_written_score + n.max_task_score for n in entry.notebooks)
    return Sheet(assignment, entry.max_code_score, written, rows)


def _submitted(directory: CourseDirectory, assignment: str) -> set[str]:
    """Who handed in, graded or not."""
    root = Path(directory.format_path(directory.submitted_directory, ".", "."))
    return {path.parent.name for path in root.glob(f"*/{assignment}")}


def _row(
    book: Gradebook,
    directory: CourseDirectory,
    assignment: str,
    student: Student,
    submitted: bool,
) -> Row:
    try:
        entry = book.find_submission(assignment, student.id)
    except MissingEntry:
        aside = kept_aside(Path(directory.root), assignment, student.id)
        missing = State.ASIDE if aside else State.ABSENT
        return Row(student, State.UNGRADED if submitted else missing)
    if not _graded(entry):
        return Row(student, State.UNGRADED)
    folder = directory.format_path(directory.autograded_directory, student.id, assignment)
    results = read_result(Path(folder))
    waiting = entry.needs_manual_grade
    read = State.FINAL if results is None or results.graded else State.UNREADABLE
    penalty = entry.late_submission_penalty
    return Row(
        student=student,
        state=State.WAITING if waiting else read,
        automatic=entry.code_score,
        written=None if waiting else entry.written_score + entry.task_score,
        penalty=penalty,
        total=None if waiting else max(0.0, entry.score - (penalty or 0.0)),
        feedback=_feedback(results, entry),
    )


def _graded(entry: SubmittedAssignment) -> bool:
    grades = (grade for notebook in entry.notebooks for grade in notebook.grades)
    return any(grade.auto_score is not None for grade in grades)


def _feedback(results: NotebookResult | None, entry: SubmittedAssignment) -> str:
    """One line: each exercise that lost points, with the properties that failed, then the comments.

    A property is the hidden test's own sentence. A copy that could not be graded says why instead.
    """
    parts = []
    if results and results.graded:
        parts = [_exercise(exercise) for exercise in results.exercises]
    elif results:
        parts = list(results.problems)
    parts += [c.manual_comment for n in entry.notebooks for c in n.comments if c.manual_comment]
    return unbreakable(" | ".join(" ".join(part.split()) for part in parts))


def _exercise(exercise: ExerciseResult) -> str:
    text = f"{exercise.id} {mark(exercise.score)}/{mark(exercise.max_score)}"
    failed = [test.name.rstrip(".") for test in exercise.tests if not test.passed]
    if not failed:
        return text
    if len(failed) == len(exercise.tests):
        return f"{text} ({LABELS[exercise.status][0]})"
    return f"{text} (à revoir : {' ; '.join(failed)})"
