"""Grading keeps to the limits that it is given."""

import pytest

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.judging.grading import grade
from autograder.limits import USUAL, Limits
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission

NAME = "q_lineaire"
ENDLESS = "while True:\n    pass"
SHORT = Limits(cell=2.0, notebook=20.0, call=0.5, exercise=1.0)


@pytest.fixture
def graded(handed_in):
    """The result of an answer to phi, under these limits."""

    def run(answer, limits):
        path = handed_in(NAME, {"phi": answer})
        assignment = Assignment(NAME, exercises=("phi",))
        opened = open_submission(path, assignment, release_folder(ASSIGNMENTS[NAME]))
        return grade(opened, limits)

    return run


@pytest.mark.slow
def test_a_function_that_hangs_takes_no_longer_than_its_limits(graded):
    hanging = "def phi(state, action):\n    while True:\n        pass"
    result = graded(hanging, SHORT)
    assert result.exercise("phi").status == "timeout"
    assert result.exercise("phi").seconds < USUAL.call


@pytest.mark.slow
def test_a_cell_that_hangs_takes_no_longer_than_its_limits(graded):
    result = graded(ENDLESS, SHORT)
    (problem,) = [one for one in result.problems if "interrompue" in one]
    assert "while True:" in problem
    assert result.seconds < USUAL.cell
