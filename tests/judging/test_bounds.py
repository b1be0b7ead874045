"""What the grader computes on a student's values is bounded, whatever they are."""

import itertools
import json
import resource
import time
from dataclasses import dataclass

import numpy as np
import pytest
from nbformat import NotebookNode

from autograder.catalogue import ASSIGNMENTS
from autograder.declarations import declaration
from autograder.judging import assertions, grading, runner, work
from autograder.judging.channel import LocalChannel, Reply
from autograder.judging.diagnosis import diagnose
from autograder.judging.findings import Undecided
from autograder.judging.messages import sentence
from autograder.judging.student import Student, StudentError, Training
from autograder.judging.work import Work, WorkError
from autograder.student import wire
from autograder.student.wire import Opaque
from autograder.submission.submission import Submission
from autograder.training import episodes, replay
from autograder.training.episodes import REPLAYED, Step, matched
from solutions.phi import phi

MEMORY = 200 * 2**20
LOOP = declaration("batch_linear_q").loop


def judged(exercise, **functions):
    """The verdicts on functions that are called in this very process."""
    student = Student(LocalChannel(functions), 60)
    return runner.run([exercise], lambda _: student), student


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 2**10


class LongMemory:
    """Answers far more than was stored, evenly enough for the counts: 160 of 8000 elements."""

    turn = itertools.count()

    def __init__(self, buffer_size):
        self.data = list(range(8000))

    def store(self, element):
        pass

    def get_batch(self, batch_size):
        start = 160 * next(self.turn) % 8000
        return self.data[start : start + 160]


def test_a_memory_that_answers_thousands_of_elements_costs_little():
    before, start = peak(), time.process_time()
    verdicts, student = judged("ReplayBuffer", ReplayBuffer=LongMemory)
    diagnose("ReplayBuffer", student)
    assert not any(v.kind == "passed" for v in verdicts if v.test.name == "test_random_batches")
    assert peak() - before < MEMORY
    assert time.process_time() - start < 10


def spin(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_the_hidden_tests_have_a_deadline_of_their_own(monkeypatch):
    monkeypatch.setattr(runner, "SECONDS", 0.0)
    verdicts, _ = judged("phi", phi=phi)
    assert {(v.kind, v.finding) for v in verdicts} == {("failed", Undecided(oversized=True))}
    assert "démesurés" in sentence(verdicts[0].finding)


def test_the_time_of_one_exercise_is_shared_by_its_tests(monkeypatch):
    monkeypatch.setattr(runner, "SECONDS", 0.5)

    def busy(*values, **tolerance):
        work.go_on()
        spin(0.3)
        return True

    monkeypatch.setattr(assertions, "_agree", busy)
    start = time.process_time()
    verdicts, _ = judged("phi", phi=phi)
    assert len(verdicts) > 1 and verdicts[-1].finding == Undecided(oversized=True)
    assert time.process_time() - start < 5


def test_what_the_student_computes_is_not_the_graders():
    def slow():
        spin(0.3)

    with Work(0.2).doing():
        Student(LocalChannel({"phi": slow}), 60).call("phi")
        assertions.close(1.0, 1.0)
    with pytest.raises(WorkError), Work(0.2).doing():
        slow()
        assertions.close(1.0, 1.0)
    assertions.close(1.0, 1.0)


def test_a_diagnosis_has_a_deadline_too(monkeypatch):
    monkeypatch.setattr("autograder.judging.diagnosis.SECONDS", 0.0)
    assert diagnose("phi", Student(LocalChannel({"phi": lambda *_: 1}), 60)) == []


def test_a_right_answer_takes_a_small_part_of_the_time(monkeypatch):
    monkeypatch.setattr(runner, "SECONDS", work.SECONDS / 40)
    verdicts, _ = judged("phi", phi=phi)
    assert {v.kind for v in verdicts} == {"passed"}


def test_a_copy_that_takes_all_the_memory_is_told_so(monkeypatch):
    def session_of(*_):
        raise MemoryError

    monkeypatch.setattr(grading, "session_of", session_of)
    assignment = ASSIGNMENTS["q_lineaire"]
    submission = Submission(assignment, "q_lineaire.ipynb", NotebookNode(cells=[]), [], [])
    result = grading.grade(submission)
    assert result.score == 0 and not result.graded
    assert result.problems == [grading.OUT_OF_MEMORY]


# --- the training loops -----------------------------------------------------------------------


def test_rows_are_matched_only_if_they_are_few():
    rows = np.arange(400_000.0).reshape(-1, 4)
    assert matched(rows[:5], rows[:12]) == [0, 1, 2, 3, 4]
    before = peak()
    assert matched(rows, rows[:1000]) is None
    assert peak() - before < MEMORY


def test_more_calls_than_a_loop_makes_are_refused():
    events = [{"event": "buffer", "buffer_size": 10_000}, {"event": "reset"}]
    events += [{"event": "store", "element": 0}] * 10_000
    events += [{"event": "get_batch", "batch_size": 8_000}] * 8_000
    before = peak()
    with pytest.raises(assertions.CheckError):
        episodes.read("batch_linear_q", LOOP, Training(None, events))
    assert peak() - before < MEMORY


@dataclass(frozen=True)
class Still:
    """Weights that hardly move: every batch explains them."""

    weights: np.ndarray
    made: list

    def q_vals(self, states):
        return np.zeros((len(states), 2))

    def after(self, batch, given):
        self.made.append(batch)
        return self


def test_weights_that_any_batch_explains_are_not_tried_for_ever():
    steps = [
        [Step(np.zeros(4), 0, 1.0, np.zeros(4), last, False, None) for last in (False, True)]
        for _ in range(REPLAYED["n_trajectories"])
    ]
    stages = [np.zeros(1)] * (len(steps) - 1) + [np.ones(1)]  # and no batch the last ones
    made = []
    assert replay.explain(stages, steps, [Still(np.zeros(1), made)], 1e-3) is None
    assert len(made) <= replay.MOST_UPDATES
    found = replay.explain(stages[:-1], steps[:-1], [Still(np.zeros(1), [])], 1e-3)
    assert found is not None and not found.late and not found.masked  # the right rule comes first


# --- what is quoted ---------------------------------------------------------------------------


class Raises:
    """A student's process that says where an exception comes from, and lies."""

    def __init__(self, line):
        self.line = line

    def ask(self, request, seconds):
        error = {"type": "ValueError", "message": "0.304717", "line": self.line, "where": "phi"}
        return Reply("ok", json.dumps({"results": [{"error": error}], "events": []}))


@pytest.mark.parametrize(("line", "shown"), [("return 1 / 0", True), ("x = 0.304717", False)])
def test_a_line_that_the_notebook_does_not_hold_is_not_quoted(line, shown):
    student = Student(Raises(line), 60, lines={"return 1 / 0"})
    with pytest.raises(StudentError) as error:
        student.call("phi")
    assert error.value.finding.line == (line if shown else "")
    assert "0.304717" not in sentence(error.value.finding)


def test_a_students_text_is_never_shown_as_the_graders():
    said = wire.decode("0.304717 " * 30)
    with pytest.raises(assertions.CheckError) as error:
        assertions.require(False, call="f()", obtained=said, expected="1", hint="comptez")
    assert len(error.value.finding.obtained) <= assertions.MAX_TEXT


SMUGGLED = "E304717"


@pytest.mark.parametrize(
    "value", [Opaque(SMUGGLED), [Opaque(SMUGGLED)] * 3, [304717999999], np.int64(304717999999)]
)
def test_neither_a_types_name_nor_a_long_integer_carries_the_hidden_inputs(value):
    assert SMUGGLED not in assertions.describe(value)
    assert "304717999" not in assertions.describe(value)
    assert "generator" in assertions.describe(Opaque("generator"))


def test_a_text_where_numbers_are_expected_is_cut():
    assert len(assertions.describe("0.304717 " * 30)) <= assertions.MAX_TEXT
    assert len(assertions.describe(["0.304717 " * 30] * 90)) <= 200
