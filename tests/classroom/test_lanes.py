"""Workers that die: each takes down its own copy, which is tried again alone."""

import functools
import os
import signal
import time
from pathlib import Path

import pytest

from autograder.classroom import gradebook
from autograder.classroom.lanes import alone, died, side_by_side


def work(folder, name):
    """Note the attempt; die where the name says so, the others end well after it."""
    with Path(folder, name).open("a") as file:
        file.write("x")
    if name.startswith("mort"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "parle":
        raise ValueError("dit pourquoi")
    time.sleep(0.2)
    return name


def attempts(folder):
    return {path.name: len(path.read_text()) for path in folder.iterdir()}


def test_a_death_concerns_its_own_copy(tmp_path):
    names = ["a", "mort", "b", "c", "mort2", "d", "parle"]
    task = functools.partial(work, str(tmp_path))
    futures = dict(side_by_side(task, names, jobs=3))
    assert {name for name, future in futures.items() if died(future)} == {"mort", "mort2"}
    assert [futures[name].result() for name in "abcd"] == list("abcd")
    assert isinstance(futures["parle"].exception(), ValueError)
    assert attempts(tmp_path) == dict.fromkeys(names, 1)


def test_more_processes_than_copies_and_none_at_all(tmp_path):
    task = functools.partial(work, str(tmp_path))
    assert list(side_by_side(task, [], jobs=4)) == []
    ((name, future),) = side_by_side(task, ["seul"], jobs=4)
    assert (name, future.result()) == ("seul", "seul")


def test_alone_is_a_fresh_process(tmp_path):
    assert alone(functools.partial(work, str(tmp_path)), "a").result() == "a"


def dies_beside_others(course, assignment, student, force):
    """In place of grade_student: dies as often as the file of its name says."""
    counter = Path(course, student)
    left = int(counter.read_text())
    if left > 0:
        counter.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return gradebook._ungraded(assignment, student, "corrigée")


@pytest.mark.parametrize(("deaths", "graded"), [(0, True), (1, True), (2, True), (3, False)])
def test_attempts_are_counted_alone_only(tmp_path, monkeypatch, deaths, graded):
    (tmp_path / "ada").write_text(str(deaths))
    (tmp_path / "zoe").write_text("0")
    monkeypatch.setattr(gradebook, "grade_student", dies_beside_others)
    found = gradebook.grade_class(tmp_path, "q_lineaire", ["ada", "zoe"], jobs=2, force=False)
    problems = {result.student: result.problems[0] for result in found}
    assert ("corrigée" in problems["ada"].split(" : ")[1]) == graded
    assert graded or "mort deux fois" in problems["ada"]
    assert problems["zoe"].endswith("corrigée")


def slow_beside_others(course, assignment, student, force):
    """In place of grade_student: « lente » is cut short unless it is graded anew."""
    with Path(course, student).open("a") as file:
        file.write("f" if force else "x")
    result = gradebook._ungraded(assignment, student, "")
    full = student == "vive" or force
    return result.model_copy(
        update={"score": result.max_score * full, "seconds": 1.0 if student == "vive" else 40.0}
    )


@pytest.mark.parametrize(("load", "again"), [(400.0, True), (0.5, False)])
def test_a_copy_that_lacked_time_beside_others_is_graded_again_alone(
    tmp_path, monkeypatch, load, again
):
    monkeypatch.setattr(gradebook, "grade_student", slow_beside_others)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    found = gradebook.grade_class(tmp_path, "q_lineaire", ["lente", "vive"], jobs=2, force=False)
    scores = {result.student: result.score for result in found}
    assert list(scores) == (["vive", "lente"] if again else list(scores))
    assert (scores["lente"] > 0) == again
    assert scores["vive"] > 0
    assert (tmp_path / "lente").read_text() == ("xf" if again else "x")


def test_a_copy_alone_is_not_graded_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(gradebook, "grade_student", slow_beside_others)
    monkeypatch.setattr(os, "getloadavg", lambda: (400.0, 0.0, 0.0))
    list(gradebook.grade_class(tmp_path, "q_lineaire", ["lente"], jobs=2, force=False))
    assert (tmp_path / "lente").read_text() == "x"
