"""Marking the same submission again gives the same marks, whatever chance its answers draw from."""

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading, runner
from autograder.judging.student import Student
from autograder.proof.bank import variant
from autograder.proof.workbench import Workbench
from autograder.submission.fill import references
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission
from tests.share import first_now

pytestmark = pytest.mark.slow

# Right, with a generator that nobody seeds: it draws other actions at each marking.
POLICY = """
generator = np.random.default_rng()

def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if generator.random() < epsilon:
        return int(action_space.start + generator.integers(action_space.n))
    return int(np.argmax(q_vals))
"""
# Wrong, because it draws with replacement; right elsewhere. Nobody seeds its generator either.
MEMORY = """
import random
from collections import deque

class ReplayBuffer:
    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)
        self.generator = random.Random()

    def store(self, element):
        self.data.append(element)

    def get_batch(self, batch_size):
        return self.generator.choices(self.data, k=batch_size)
"""
ANSWERS = {
    "q_lineaire": {
        "epsilon_greedy_policy": POLICY,
        "ReplayBuffer": MEMORY,
        "update_theta": variant("update_theta/wrong/flat_take"),
    },
    "dqn": {
        "dqn_loss": variant("dqn_loss/wrong/sum_not_mean"),
        "deep_q_learning": variant("deep_q_learning/wrong/no_seed"),
    },
}


@pytest.mark.long
@pytest.mark.parametrize("name", ANSWERS)
def test_ten_markings_give_the_same_marks(name):
    """In one process: its generators are never seeded anew, and its cells are run once only.

    Starting a process and running the cells is most of what a marking costs; the next test does.
    How rarely chance may change a mark is what the table of the rates says.
    """
    assignment = ASSIGNMENTS[name]
    answers = references(assignment) | ANSWERS[name]
    with Workbench() as sessions:
        channel = sessions.holding(assignment.exercises[0], "\n\n".join(answers.values()))
        markings = [marks(assignment, channel) for _ in range(10)]
    assert all(marking == markings[0] for marking in markings)
    refused = {exercise for exercise, _, score in markings[0] if score == 0}
    assert refused == set(ANSWERS[name]) - {"epsilon_greedy_policy"}


def marks(assignment, channel):
    """The points of every hidden test."""
    students = {one: Student(channel, grading.budget(one)) for one in assignment.exercises}
    verdicts = runner.run(assignment.exercises, students.get)
    return [
        (verdict.test.exercise, verdict.test.name, verdict.test.points * (verdict.kind == "passed"))
        for verdict in verdicts
    ]


@pytest.mark.parametrize("name", first_now(pytest.mark.long, ANSWERS))
def test_the_whole_result_is_the_same_but_for_the_seconds(handed_in, name):
    """In a new process each time, down to the messages and the mistakes that are named.

    A message may quote what was drawn, so the memory draws from the generator that the grader
    seeds.
    """
    assignment = ASSIGNMENTS[name]
    answers = references(assignment) | ANSWERS[name]
    seeded = {one: code.replace("random.Random()", "random") for one, code in answers.items()}
    path, release = handed_in(name, seeded), release_folder(assignment)
    assert graded(path, assignment, release) == graded(path, assignment, release)


def graded(path, assignment, release):
    result = grading.grade(open_submission(path, assignment, release))
    exercises = {"exercises": {"__all__": {"seconds"}}}
    return result.model_dump(exclude={"seconds": True} | exercises)
