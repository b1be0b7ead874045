"""The hidden tests are themselves tested: right answers pass, known mistakes lose marks."""

import pytest

from autograder import grading, hidden
from autograder.answers import BANK, reference, references, variants
from autograder.assignments import ASSIGNMENTS
from autograder.student.proxy import Student
from autograder.student.session import Cell, Session

GIVEN = {
    "q_lineaire": ("set_random_seed",),
    "dqn": (
        "set_random_seed",
        "get_targets",
        "epsilon_greedy_policy",
        "ReplayBuffer",
        "NNModel",
    ),
}
IMPORTS = {
    "q_lineaire": "",
    "dqn": "import poutyne\nimport torch\n",
}
PRELUDE = """
import random
import sys
from collections.abc import Sequence
from typing import Any
import gymnasium as gym
import numpy as np
"""
EXERCISES = [(a.name, e) for a in ASSIGNMENTS.values() for e in a.exercises]
BANKED = [
    pytest.param(name, exercise, kind, path, id=f"{exercise}/{kind}/{path.stem}")
    for name, exercise in EXERCISES
    for kind in ("right", "wrong")
    for path in variants(exercise, kind)
]


@pytest.fixture(scope="module")
def sessions():
    """One student's process an assignment, with the reference answers in it."""
    opened = {}

    def session(name):
        if name not in opened:
            opened[name] = Session([Cell(_reference_cell(name))], cell_seconds=60)
            opened[name].__enter__()
        return opened[name]

    yield session
    for value in opened.values():
        value.__exit__()


def _reference_cell(name):
    """The whole notebook in one cell: imports, given functions, reference answers."""
    given = [reference(stem) for stem in GIVEN[name]]
    answers = references(ASSIGNMENTS[name]).values()
    return "\n\n".join([PRELUDE + IMPORTS[name], *given, *answers])


def judge(session, exercise, source, judged=None):
    """The result of `exercise` (or of `judged`) when its answer is `source`."""
    name = next(a for a, e in EXERCISES if e == exercise)
    session.send(_reference_cell(name), 60)
    session.send(source, 60)
    judged = judged or exercise
    verdicts = hidden.run([judged], lambda _: Student(session.send, 180))
    return grading.exercise_result(judged, verdicts)


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[e for _, e in EXERCISES])
def test_the_reference_gets_full_marks(sessions, name, exercise):
    result = judge(sessions(name), exercise, reference(exercise))
    assert result.status == "passed", result


@pytest.mark.parametrize(("name", "exercise"), EXERCISES, ids=[e for _, e in EXERCISES])
def test_there_are_enough_variants(name, exercise):
    assert len(variants(exercise, "right")) >= 5
    assert len(variants(exercise, "wrong")) >= 5


@pytest.mark.slow
@pytest.mark.parametrize(("name", "exercise", "kind", "path"), BANKED)
def test_the_bank_is_judged_fairly(sessions, name, exercise, kind, path):
    result = judge(sessions(name), exercise, path.read_text(encoding="utf-8"))
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
    result = judge(sessions("q_lineaire"), "phi", source, judged=judged)
    assert result.status == "passed", result
