"""The bank is large enough, and a mistake costs points in its own exercise only.

That the hidden tests judge each answer as they should is what `autograder verify` proves.
"""

import pytest

from autograder.judging import grading, runner
from autograder.judging.student import Student
from autograder.proof.bank import variants
from autograder.proof.workbench import ASSIGNMENT_OF, Workbench

LOOP_OF = {"q_lineaire": "batch_linear_q", "dqn": "deep_q_learning"}
FUNCTIONS = [exercise for exercise in ASSIGNMENT_OF if exercise not in LOOP_OF.values()]


@pytest.fixture(scope="module")
def sessions():
    with Workbench() as opened:
        yield opened


def failures(sessions, exercise, source, judged):
    """The hidden tests of `judged` that fail when the answer to `exercise` is `source`."""
    student = Student(sessions.holding(exercise, source), grading.budget(judged))
    verdicts = runner.run([judged], lambda _: student)
    return {verdict.test.name for verdict in verdicts if verdict.kind != "passed"}


@pytest.mark.parametrize("exercise", ASSIGNMENT_OF)
def test_there_are_enough_variants(exercise):
    right, wrong = (8, 15) if exercise in FUNCTIONS else (5, 12)
    assert len(variants(exercise, "right")) >= right
    assert len(variants(exercise, "wrong")) >= wrong
    sources = [
        p.read_text(encoding="utf-8") for k in ("right", "wrong") for p in variants(exercise, k)
    ]
    assert len(set(sources)) == len(sources)


@pytest.mark.slow
@pytest.mark.parametrize("judged", ["linear_fa", "update_theta"])
def test_a_wrong_phi_costs_its_own_points_only(sessions, judged):
    for path in variants("phi", "wrong"):
        source = path.read_text(encoding="utf-8")
        assert failures(sessions, "phi", source, judged) == set(), path.stem


@pytest.mark.slow
@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_wrong_function_costs_the_training_loop_nothing(sessions, exercise):
    judged = LOOP_OF[ASSIGNMENT_OF[exercise].name]
    for path in variants(exercise, "wrong"):
        source = path.read_text(encoding="utf-8")
        assert failures(sessions, exercise, source, judged) == set(), path.stem
