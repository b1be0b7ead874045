"""Third step: the marks enter the gradebook; a teacher's own marks stay where the answer did."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress

from nbformat import NotebookNode
from nbgrader.api import Grade, Gradebook, GradeCell, MissingEntry
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_solution
from sqlalchemy import Column, Float, MetaData, Row, String, Table, Text, delete, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from autograder.judging.results import NotebookResult
from autograder.submission.cells import name_of

# Beside nbgrader's own tables: which answer each mark was given to. It stands in the gradebook so
# that a gradebook taken from a backup knows the answers that its marks are of.
ANSWERS = Table(
    "autograder_answer",
    MetaData(),
    Column("submission", String(32), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("former_score", Float),
    Column("former_comment", Text),
)
PRECISION = 1e-5  # marks are written with six decimals


class SaveMarks(SaveAutoGrades):
    """nbgrader's step, which alone would leave an old mark to a new answer."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        key = names["notebook"], names["assignment"], names["student"]
        with Gradebook(names["db_url"]) as gradebook:
            settled = _settle(gradebook, key, answers(nb))
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(names["db_url"]) as gradebook:
            for grade in gradebook.find_submission_notebook(*key).grades:
                if settled.get(grade.name) == (grade.manual_score, grade.auto_score):
                    grade.needs_manual_grade = False
            gradebook.db.commit()
        return nb, resources


def answers(notebook: NotebookNode) -> dict[str, str]:
    """A digest of each answer cell, pictures included, by the cell's name.

    The lines that an editor leaves empty at the end say nothing.
    """
    return {
        name_of(cell): hashlib.sha256(
            json.dumps([cell.source.rstrip(), cell.get("attachments", {})], sort_keys=True).encode()
        ).hexdigest()
        for cell in notebook.cells
        if is_solution(cell)
    }


def former_marks(gradebook: Gradebook, submission: str) -> dict[str, float]:
    """The marks by hand which answers lost when they changed, by the answer's cell."""
    rows = _rows(gradebook.db, submission).values()
    return {row.cell: row.former_score for row in rows if row.former_score is not None}


def agree(gradebook: Gradebook, assignment: str, student: str, result: NotebookResult) -> bool:
    """Whether the gradebook holds these marks for this student, each scaled to its cell."""
    try:
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
    except MissingEntry:
        return False
    # all at once: nbgrader's own attributes ask the gradebook for each cell of each mark
    columns = GradeCell.name, Grade.auto_score, GradeCell.max_score
    rows = gradebook.db.query(*columns).join(GradeCell, Grade.cell_id == GradeCell.id)
    found = rows.filter(Grade.notebook_id == notebook.id)
    held = {name: (auto, points) for name, auto, points in found}
    for exercise in result.exercises:
        auto, points = held.get(f"test_{exercise.id}", (None, 0.0))
        wanted = exercise.score / exercise.max_score * points
        if auto is None or abs(auto - wanted) > PRECISION:
            return False
    return True


def _settle(
    gradebook: Gradebook, key: tuple[str, str, str], current: dict[str, str]
) -> dict[str, tuple[float, float]]:
    """Take back the marks by hand of changed answers, and remember which answers are marked now.

    Returns (manual mark, automatic mark) of each cell that a teacher has marked and need not see
    again if the automatic mark stays.
    """
    notebook = gradebook.find_submission_notebook(*key)
    submission = notebook.assignment.id
    known = _rows(gradebook.db, submission)
    settled, lost = {}, {}
    for grade, answer in _graded_answers(notebook.grades, current):
        if answer not in known:
            continue  # marked before this table was: nbgrader has the teacher look at it
        if known[answer].digest == current[answer]:
            if not grade.needs_manual_grade:
                settled[grade.name] = grade.manual_score, grade.auto_score
            continue
        if grade.manual_score is not None:
            lost[answer] = grade.manual_score
        grade.manual_score = grade.extra_credit = None
    comments = {}
    for comment in notebook.comments:
        changed = comment.name in known and known[comment.name].digest != current.get(comment.name)
        if changed and comment.manual_comment:
            comments[comment.name] = comment.manual_comment
            comment.manual_comment = None
    _remember(gradebook.db, submission, current, known, lost, comments)
    gradebook.db.commit()
    return settled


def _graded_answers(grades: list[Grade], current: dict[str, str]) -> Iterator[tuple[Grade, str]]:
    """Each mark with the answer that it judges: `test_phi` judges `phi`."""
    for grade in grades:
        answer = grade.name.removeprefix("test_")
        if answer in current:
            yield grade, answer


def _rows(session: Session, submission: str) -> dict[str, Row]:
    with suppress(OperationalError):  # another grader has just made it
        ANSWERS.create(session.connection(), checkfirst=True)
    query = select(ANSWERS).where(ANSWERS.c.submission == submission)
    return {row.cell: row for row in session.execute(query)}


def _remember(
    session: Session,
    submission: str,
    current: dict[str, str],
    known: dict[str, Row],
    lost: dict[str, float],
    comments: dict[str, str],
) -> None:
    session.execute(delete(ANSWERS).where(ANSWERS.c.submission == submission))
    for cell, digest in current.items():
        former = known.get(cell)
        row = {
            "submission": submission,
            "cell": cell,
            "digest": digest,
            "former_score": lost.get(cell, former and former.former_score),
            "former_comment": comments.get(cell, former and former.former_comment),
        }
        session.execute(insert(ANSWERS).values(**row))
