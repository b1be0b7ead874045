"""A submission in the manner of the original exercise loses what its known defects cost, no more.

tests/original/ holds its answers: np.take without an axis, > for « au moins », the time limit
stored as terminal, prints everywhere and progress bars.
"""

from pathlib import Path

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.grading import grade
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission

pytestmark = pytest.mark.slow

ANSWERS = Path(__file__).parent / "original"
FIRST_UPDATE = (
    "Les mises à jour commencent dès que la mémoire contient au moins batch_size transitions."
)
TIME_LIMIT = "La limite de temps arrête l'épisode, mais n'est pas un état terminal."
SLIGHT = {FIRST_UPDATE: "« au moins » s'écrit >=", TIME_LIMIT: "entreposez terminated"}


@pytest.fixture
def graded(handed_in):
    """The results of an assignment's exercises, by name: `graded("dqn")`."""

    def check(name):
        assignment = ASSIGNMENTS[name]
        answers = {stem: _answer(stem) for stem in assignment.exercises}
        path = handed_in(name, answers)
        result = grade(open_submission(path, assignment, release_folder(assignment)))
        assert result.problems == []
        return {exercise.id: exercise for exercise in result.exercises}

    return check


def _answer(stem):
    return (ANSWERS / f"{stem}.py").read_text(encoding="utf-8")


def check_the_loop(loop):
    """Only the two slight properties fail; their messages explain, and the diagnosis names them."""
    failed = {test.name: test for test in loop.tests if not test.passed}
    assert failed.keys() == SLIGHT.keys()
    for title, hint in SLIGHT.items():
        assert hint in failed[title].message
    assert sum(test.max_score for test in failed.values()) <= loop.max_score / 8
    assert {found.id for found in loop.diagnosis} == {"more_than", "time_limit_terminal"}


def test_the_linear_assignment(graded):
    exercises = graded("q_lineaire")
    check_the_loop(exercises.pop("batch_linear_q"))
    flat_take = exercises.pop("update_theta")
    assert [found.id for found in flat_take.diagnosis] == ["flat_take"]
    assert 0 < flat_take.score < flat_take.max_score
    for exercise in exercises.values():
        assert exercise.score == exercise.max_score, exercise


def test_the_deep_assignment(graded):
    exercises = graded("dqn")
    check_the_loop(exercises.pop("deep_q_learning"))
    loss = exercises.pop("dqn_loss")
    assert loss.score == loss.max_score, loss
    assert not exercises
