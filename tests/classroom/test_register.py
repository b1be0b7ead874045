"""The gradebook that a class is entered in."""

import shutil
import sqlite3

import pytest

from autograder.classroom.grading import gradebook

NAME = "q_lineaire"
SEARCHES = {
    "autograder_notebooks": "SELECT * FROM submitted_notebook WHERE assignment_id = ?",
    "autograder_grades": "SELECT * FROM grade WHERE notebook_id = ?",
    "autograder_comments": "SELECT * FROM comment WHERE notebook_id = ?",
}


@pytest.mark.slow
def test_the_marks_of_a_copy_are_found_without_reading_those_of_the_class(registered, tmp_path):
    folder = shutil.copytree(registered, tmp_path / "cours")
    with sqlite3.connect(folder / "gradebook.db") as book:  # as an older version made it
        for name in SEARCHES:
            book.execute(f"DROP INDEX {name}")
    for _ in range(2):
        gradebook.require_ready(folder, NAME)
    with sqlite3.connect(folder / "gradebook.db") as book:
        for name, search in SEARCHES.items():
            (plan,) = book.execute(f"EXPLAIN QUERY PLAN {search}", ("x",))
            assert name in plan[-1]
