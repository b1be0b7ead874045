"""Courses in temporary folders: bare ones, and one whose copies are judged by a word in them."""

import os
import shutil
import sys
from concurrent.futures import Future
from pathlib import Path
from unittest.mock import MagicMock

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom import course
from autograder.classroom.grading import gradebook, kept
from autograder.classroom.grading.fingerprint import grounds
from autograder.classroom.grading.judge import Order
from autograder.classroom.secret import secret_of
from autograder.judging import grading, runner
from autograder.judging.results import ExerciseResult, NotebookResult, StudentResult, TestResult
from autograder.paths import ROOT
from autograder.submission.cells import name_of
from autograder.submission.fill import fill
from autograder.submission.release import teacher_notebook

NAME = "q_lineaire"
RIGHT = "juste"  # an answer with this word in it gets all its points


class Here:
    """Workers that are this process."""

    slots = 1

    def each(self, task, orders):
        return ((order, self.alone(task, order)) for order in orders)

    def alone(self, task, order):
        future = Future()
        try:
            future.set_result(task(order))
        except Exception as error:
            future.set_exception(error)
        return future


class Term:
    """A course as a clone of the repository holds it, and what a teacher does in it."""

    name = NAME

    def __init__(self, folder):
        self.folder = folder

    def hand_in(self, student, answers, when=None):
        """Put a submission in its folder; `when`: what nbgrader's collect writes beside it."""
        assignment = ASSIGNMENTS[NAME]
        path = self.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        blank = teacher_notebook(self.folder / "notebooks" / NAME, assignment)
        nbformat.write(fill(blank, answers), path)
        if when is not None:
            (path.parent / "timestamp.txt").write_text(when)
        return path

    def grade(self, student, force=False):
        """The student's result, graded here and now."""
        gradebook.require_ready(self.folder, NAME)
        release, secret = self.folder / "notebooks" / NAME, secret_of(self.folder)
        common = grounds(release, NAME, secret)
        with self.book() as book:
            found = gradebook.look(self.folder, book, NAME, student, common, force)
        return gradebook.enter(self.folder, found, force) if isinstance(found, Order) else found

    def book(self):
        """nbgrader's gradebook, open."""
        return gradebook.opened(self.folder)

    def mark_by_hand(self, student, cell, score, extra=None, comment=None):
        """What a teacher enters in formgrader."""
        with self.book() as book:
            grade = book.find_grade(cell, NAME, NAME, student)
            grade.manual_score, grade.extra_credit = score, extra
            grade.needs_manual_grade = False
            answer = cell.removeprefix("test_")
            book.find_comment(answer, NAME, NAME, student).manual_comment = comment
            book.db.commit()


@pytest.fixture
def judged(monkeypatch):
    """The names of the copies whose hidden tests were run, in place of running them."""
    return judge_by_a_word(monkeypatch)


def judge_by_a_word(patch):
    """Replace the hidden tests; returns the names of the copies that would have been run."""
    seen = []

    def judge(submission):
        seen.append(submission.name)
        sources = {name_of(cell): cell.source for cell in submission.notebook.cells}
        exercises = [_exercise(e, RIGHT in sources[e]) for e in submission.assignment.exercises]
        return NotebookResult(
            assignment=NAME,
            notebook=submission.name,
            score=sum(e.score for e in exercises),
            max_score=sum(e.max_score for e in exercises),
            sandbox="bwrap",
            seconds=0.0,
            problems=list(submission.problems),
            exercises=exercises,
        )

    patch.setattr(grading, "grade", judge)
    return seen


def _exercise(name, right):
    points = runner.points(name)
    score = points if right else 0.0
    test = TestResult(name="propriété", passed=right, score=score, max_score=points)
    status = "passed" if right else "failed"
    return ExerciseResult(
        id=name, score=score, max_score=points, status=status, tests=[test], seconds=0.0
    )


@pytest.fixture(scope="session")
def registered(tmp_path_factory):
    """A course whose gradebook knows the assignment: nbgrader takes its time to make one."""
    folder = tmp_path_factory.mktemp("modele") / "cours"
    for part in ("source", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / course.CONFIG, folder)
    gradebook.require_ready(folder, NAME)
    return folder


@pytest.fixture
def graded(tmp_path, monkeypatch):
    """Grade a class without a course, by another judge: what it says is entered as it is."""

    def look(course, book, assignment, student, common, force):
        return Order(student, assignment, course, course, (), 1, "0")

    def enter(course, order, force):
        held = kept.recall(course, order.assignment, order.student, order.fingerprint)
        return StudentResult(student=order.student, **held.result.model_dump())

    monkeypatch.setattr(gradebook, "register", lambda *_: None)
    monkeypatch.setattr(gradebook, "_grounds", lambda *_: "")
    monkeypatch.setattr(gradebook, "opened", lambda course: MagicMock())
    monkeypatch.setattr(gradebook, "look", look)
    monkeypatch.setattr(gradebook, "enter", enter)
    monkeypatch.setattr(gradebook, "_last_seconds", lambda *_: None)

    def grade(names, workers, judge):
        monkeypatch.setattr(gradebook, "judge", judge)
        return list(gradebook.grade_class(tmp_path, NAME, names, workers=workers, force=False))

    return grade


@pytest.fixture
def here():
    return Here()


@pytest.fixture
def term(tmp_path, registered, judged):
    return Term(shutil.copytree(registered, tmp_path / "cours"))


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """The path of an empty gradebook."""
    path = tmp_path_factory.mktemp("carnet") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def course_folder(tmp_path):
    """A course's folder, without a gradebook."""
    folder = tmp_path / "cours"
    folder.mkdir()
    shutil.copy(ROOT / course.CONFIG, folder / course.CONFIG)
    return folder
