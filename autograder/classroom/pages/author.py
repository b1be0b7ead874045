"""Who handed a notebook in, and when: what the students' page says of it first."""

from collections.abc import Mapping
from datetime import UTC

from nbgrader.api import Gradebook, MissingEntry

from autograder.classroom.roster import student_of
from autograder.report.student_page import Author


def author(names: Mapping[str, str]) -> Author:
    """What the gradebook knows of a submission.

    names: of nbgrader's resources; without the address of a gradebook, nothing is known.
    """
    student, address = names.get("student", ""), names.get("db_url")
    if address is None:
        return Author(student)
    with Gradebook(address) as gradebook:
        try:
            known = gradebook.find_student(student)
            submission = gradebook.find_submission(names["assignment"], student)
        except MissingEntry:
            return Author(student)
        when = submission.timestamp
        return Author(
            name=student_of(known).full_name or student,
            handed_in=when and when.replace(tzinfo=UTC).astimezone(),
            awaited=frozenset(
                grade.name
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.needs_manual_grade
            ),
        )
