"""The hidden tests are themselves tested: right answers pass, known mistakes lose marks."""

import pytest
from bank_sessions import BankSessions

from autograder import grading, hidden
from autograder.answers import BANK, reference, variants
from autograder.assignments import ASSIGNMENTS
from autograder.student.proxy import Student

EXERCISES = [exercise for a in ASSIGNMENTS.values() for exercise in a.exercises]
BANKED = [
    pytest.param(exercise, kind, path, id=f"{exercise}/{kind}/{path.stem}")
    for exercise in EXERCISES
    for kind in ("right", "wrong")
    for path in variants(exercise, kind)
]


@pytest.fixture(scope="module")
def sessions():
    with BankSessions() as opened:
        yield opened


def judge(sessions, exercise, source, judged=None):
    """The result of `exercise` (or of `judged`) when its answer is `source`."""
    session = sessions.holding(exercise, source)
    judged = judged or exercise
    verdicts = hidden.run([judged], lambda _: Student(session.send, 180))
    return grading.exercise_result(judged, verdicts)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_reference_gets_full_marks(sessions, exercise):
    result = judge(sessions, exercise, reference(exercise))
    assert result.status == "passed", result


@pytest.mark.parametrize("exercise", EXERCISES)
def test_there_are_enough_variants(exercise):
    assert len(variants(exercise, "right")) >= 5
    assert len(variants(exercise, "wrong")) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "kind", "path"), BANKED)
def test_the_bank_is_judged_fairly(sessions, exercise, kind, path):
    result = judge(sessions, exercise, path.read_text(encoding="utf-8"))
    failed = [(test.name, test.message) for test in result.tests if not test.passed]
    if kind == "right":
        assert not failed
    else:
        assert failed
        assert all(message.startswith("Appel : ") for _, message in failed)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [path.stem for path in variants("phi", "wrong")])
@pytest.mark.parametrize("judged", ["linear_fa", "update_theta", "batch_linear_q"])
def test_a_wrong_phi_costs_its_own_points_only(sessions, wrong, judged):
    source = (BANK / "phi" / "wrong" / f"{wrong}.py").read_text(encoding="utf-8")
    result = judge(sessions, "phi", source, judged=judged)
    assert result.status == "passed", result
