"""Replies that no function gave: what a hijacked helper answers to every call is worth nothing."""

import json

import numpy as np
import pytest
from autograder.catalogue import ASSIGNMENTS
from autograder.declarations import declaration
from autograder.judging import runner
from autograder.judging.channel import Reply
from autograder.judging.messages import MOST_SENTENCE, sentence
from autograder.judging.student import Student
from autograder.student.inside.wire import encode

VALUES = {
    "infinity": float("inf"),
    "an empty array": np.zeros((0, 2)),
    "a one": np.array(1.0),
}
FORGED = {name: encode(value) for name, value in VALUES.items()} | {"a long integer": 10**4000}
# A loop is judged by its events.
SMALL = [name for name in ASSIGNMENTS["q_lineaire"].exercises if declaration(name).loop is None]


class Hijacked:
    """Answers the same to each call: as its value, and as each argument that it was given."""

    def __init__(self, value):
        self.value = value

    def ask(self, request, seconds):
        same = {"value": self.value, "gradient": self.value, "last": self.value}
        results = [
            same | {"args": [self.value] * len(step.get("args", ()))} for step in request["steps"]
        ]
        return Reply("ok", json.dumps({"results": results, "events": []}))


@pytest.mark.parametrize("exercise", SMALL)
def test_one_answer_to_all_calls_is_worth_a_quarter_at_most(exercise):
    for name, value in FORGED.items():
        student = Student(Hijacked(value), 60)
        verdicts = runner.run([exercise], lambda _, student=student: student)
        kept = sum(verdict.test.points for verdict in verdicts if verdict.kind == "passed")
        assert kept <= sum(verdict.test.points for verdict in verdicts) / 4, name
        assert all(len(sentence(verdict.finding)) <= MOST_SENTENCE for verdict in verdicts)


def test_fewer_values_than_calls_are_no_answer():
    student = Student(Hijacked([]), 60)
    (space,) = (
        verdict
        for verdict in runner.run(["epsilon_greedy_policy"], lambda _: student)
        if verdict.test.name == "test_received_space"
    )
    assert space.kind == "crash"
