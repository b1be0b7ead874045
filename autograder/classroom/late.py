"""When the submissions were due and came, and what being late costs them."""

from datetime import UTC, datetime
from pathlib import Path

from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties

from autograder.classroom.course import api, directories, opened


def due_date(course: Path, assignment: str) -> datetime | None:
    """When the assignment is due, in this machine's time zone."""
    with opened(course) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return None
    return None if due is None else due.replace(tzinfo=UTC).astimezone()


def seconds_late(submission: SubmittedAssignment) -> float:
    """How late a submission came, extension deducted; 0 where a time is missing."""
    if submission.assignment.duedate is None:
        return 0.0  # nbgrader would add an extension to None
    return float(submission.total_seconds_late)


def settle_penalty(course: Path, gradebook: Gradebook, assignment: str, student: str) -> None:
    """Let the course's plug-in say again what being late costs a graded submission.

    The due date, an extension or a mark by hand may have changed since it was graded.
    """
    names = {"notebook": assignment, "assignment": assignment, "student": student}
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    if seconds_late(submission) == 0 and not submission.late_submission_penalty:
        return
    gradebook.db.rollback()  # the step has a connection of its own
    step = AssignLatePenalties(parent=api(course))
    step.preprocess(new_notebook(), {"nbgrader": names | {"db_url": directories(course).db_url}})
