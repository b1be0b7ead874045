"""Grading keeps to the limits that it is given."""

from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.declarations import declaration
from autograder.judging import grading
from autograder.judging.grading import _runnable, _stuck, grade
from autograder.limits import USUAL, Limits
from autograder.submission.additions import added
from autograder.submission.cells import answers_in
from autograder.submission.fill import reference
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
    result = graded(hanging, Limits(cell=2.0, call=20.0, exercise=20.0, calls_after_hang=0.5))
    assert result.exercise("phi").status == "timeout"
    assert result.exercise("phi").seconds < USUAL.call, "its hang was already seen in its cell"


def test_the_function_that_a_cell_tries_is_what_hangs_there(handed_in):
    path = handed_in(NAME, {})
    submission = open_submission(path, ASSIGNMENTS[NAME], release_folder(ASSIGNMENTS[NAME]))
    long = added(new_code_cell("batch_linear_q(n_trajectories=10_000)"))
    submission.notebook.cells.append(long)
    nodes = _runnable(submission)
    numbers = range(len(nodes))

    def stuck(place):
        hung = None if place is None else numbers[place]
        return _stuck(SimpleNamespace(cells=numbers, hung=hung), submission)

    own = next(place for place, node in enumerate(nodes) if answers_in(node) == ["linear_fa"])
    assert stuck(own + 1) == ["linear_fa"]
    assert stuck(own) == [], "the rest of what the student wrote there may be long"
    assert nodes[-1] is long and stuck(-1) == []
    assert stuck(None) == []


@pytest.mark.slow
def test_what_is_judged_again_may_lack_the_processor_too(graded, monkeypatch):
    session_of, opened = grading.session_of, []

    def starved_from_the_second_on(*given):
        session = session_of(*given)
        session.starved = bool(opened)
        opened.append(session)
        return session

    monkeypatch.setattr(grading, "session_of", starved_from_the_second_on)
    result = graded("def phi(state, action):\n    return 1 / 0\n\nnp = 5", USUAL)
    assert len(opened) == 2 and result.starved


SPOILS = "def phi(state, action):\n    global max, np\n    max = np = None\n    return state"


@pytest.mark.slow
def test_an_answer_that_spoils_the_others_when_it_is_called_costs_them_nothing(handed_in):
    answers = {name: reference(name) for name in ("linear_fa", "get_targets")}
    path = handed_in(NAME, {"phi": SPOILS} | answers)
    assignment = Assignment(NAME, exercises=("phi", "linear_fa", "get_targets"))
    opened = open_submission(path, assignment, release_folder(ASSIGNMENTS[NAME]))
    result = grade(opened)
    assert [one.status for one in result.exercises][1:] == ["passed", "passed"]
    assert any("« linear_fa », « get_targets »" in problem for problem in result.problems)


@pytest.mark.slow
def test_a_cell_that_hangs_takes_no_longer_than_its_limits(graded):
    result = graded(ENDLESS, SHORT)
    (problem,) = [one for one in result.problems if "interrompue" in one]
    assert "while True:" in problem
    assert result.seconds < USUAL.cell


CATCHES = """
CAUGHT, OWN = [], linear_fa


def batch_linear_q(**options):
    CAUGHT.extend([linear_fa] * (linear_fa is not OWN))
"""
REUSES = """
def linear_fa(theta, state, actions):
    if not CAUGHT:
        return np.zeros(len(actions))
    for cell in CAUGHT[0].__closure__:
        if isinstance(cell.cell_contents, np.ndarray):
            cell.cell_contents = np.array([-np.eye(4), np.eye(4)])
    return CAUGHT[0](theta, state, actions)
"""


@pytest.mark.slow
def test_a_neutral_function_comes_too_late_to_be_the_answer_that_it_stands_for(handed_in):
    """It is sent with what calls it, when all the readings of that answer have been judged."""
    answers = {
        "phi": reference("phi"),
        "linear_fa": "def linear_fa(theta, state, actions):\n    return np.zeros(len(actions))",
        "batch_linear_q": CATCHES,
    }
    path = handed_in(NAME, answers, lambda filled: filled.cells.append(new_code_cell(REUSES)))
    assignment = Assignment(NAME, exercises=("phi", "linear_fa", "batch_linear_q"))
    result = grade(open_submission(path, assignment, release_folder(ASSIGNMENTS[NAME])))
    assert any("« linear_fa » est redéfinie" in problem for problem in result.problems)
    assert result.exercise("linear_fa").score == 0


def test_each_exercise_comes_before_those_that_call_it():
    """Their tests send a neutral function in its place: no answer may be caught before it."""
    for assignment in ASSIGNMENTS.values():
        for place, name in enumerate(assignment.exercises):
            assert set(declaration(name).calls).isdisjoint(assignment.exercises[place:]), name
