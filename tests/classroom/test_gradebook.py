"""Which copies of a class are graded again, alone."""

from concurrent.futures import Future

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom import gradebook
from autograder.judging import grading
from autograder.judging.results import StudentResult

NAME = "q_lineaire"


def result(student, *, score, starved):
    blank = grading.ungraded(ASSIGNMENTS[NAME], f"{NAME}.ipynb", [])
    changed = blank.model_copy(update={"score": score, "starved": starved})
    return StudentResult(student=student, **changed.model_dump())


@pytest.fixture
def graded(monkeypatch, tmp_path):
    """Grade a class whose first results are these; who was graded again."""

    def grade(results, jobs=2):
        again = []

        def side_by_side(task, names, jobs):
            for name in names:
                future = Future()
                future.set_result(results[name])
                yield name, future

        def alone(task, assignment, name):
            again.append(name)
            assert task.keywords == {"force": True}
            return result(name, score=20.0, starved=False)

        monkeypatch.setattr(gradebook, "side_by_side", side_by_side)
        monkeypatch.setattr(gradebook, "_alone", alone)
        marks = gradebook.grade_class(tmp_path, NAME, list(results), jobs=jobs, force=False)
        return again, {one.student: one.score for one in marks}

    return grade


CLASS = {
    "lente": result("lente", score=4.0, starved=True),
    "endormie": result("endormie", score=20.0, starved=True),
    "fausse": result("fausse", score=4.0, starved=False),
}


def test_a_copy_that_lacked_the_processor_is_graded_again_alone(graded):
    again, marks = graded({name: one.model_copy() for name, one in CLASS.items()})
    assert again == ["lente"]
    assert marks == {"lente": 20.0, "endormie": 20.0, "fausse": 4.0}


def test_a_copy_that_was_alone_is_not(graded):
    again, marks = graded(CLASS, jobs=1)
    assert again == [] and marks["lente"] == 4.0
    again, _ = graded({"lente": CLASS["lente"]})
    assert again == []
