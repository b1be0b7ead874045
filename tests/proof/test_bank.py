"""The bank is large enough, and a mistake costs points in its own exercise only.

That the hidden tests judge each answer as they should is what `autograder verify` proves.
"""

import pytest

from autograder.catalogue import ASSIGNMENTS, HOME_OF
from autograder.declarations import declaration
from autograder.judging import grading, runner
from autograder.judging.student import Student
from autograder.proof.bank import variants
from autograder.proof.workbench import Workbench

# Each exercise that calls another one of its assignment, after that one.
CALLERS = [
    (called, caller)
    for assignment in ASSIGNMENTS.values()
    for caller in assignment.exercises
    for called in declaration(caller).calls
    if called in assignment.exercises
]


@pytest.fixture(scope="module")
def sessions():
    with Workbench() as opened:
        yield opened


def failures(sessions, exercise, source, judged):
    """The hidden tests of `judged` that fail when the answer to `exercise` is `source`."""
    student = Student(sessions.holding(exercise, source), grading.budget(judged))
    verdicts = runner.run([judged], lambda _: student)
    return {verdict.test.name for verdict in verdicts if verdict.kind != "passed"}


@pytest.mark.parametrize("exercise", HOME_OF)
def test_there_are_enough_variants(exercise):
    least = declaration(exercise).bank
    assert len(variants(exercise, "right")) >= least.right
    assert len(variants(exercise, "wrong")) >= least.wrong
    sources = [
        p.read_text(encoding="utf-8") for k in ("right", "wrong") for p in variants(exercise, k)
    ]
    assert len(set(sources)) == len(sources)


@pytest.mark.slow
@pytest.mark.parametrize(("called", "judged"), CALLERS)
def test_a_wrong_function_costs_its_callers_nothing(sessions, called, judged):
    for path in variants(called, "wrong"):
        source = path.read_text(encoding="utf-8")
        assert failures(sessions, called, source, judged) == set(), path.stem
