"""The two stages of a class: judging, which writes nothing, and entering, which judges nothing."""

import copy
import json
import multiprocessing
import subprocess
import sys
import threading
import time

import nbformat
import pytest
from nbgrader.nbgraderformat import ValidationError

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading import gradebook, kept
from autograder.classroom.grading.grade import RESULTS, CheckCells
from autograder.classroom.grading.judge import Judgement
from autograder.classroom.grading.marking import write_marks
from autograder.judging import grading

pytestmark = pytest.mark.slow

RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}
WRONG = {"phi": "def phi(state, action):\n    return 'faux'"}


def grade(term, workers, force=False):
    """The scores of a class, by student."""
    names = gradebook.students(term.folder, term.name)
    found = gradebook.grade_class(term.folder, term.name, names, workers=workers, force=force)
    return {one.student: one.score for one in found}


def judge_only(term, here, *students):
    """What a grading leaves that is killed before any mark was entered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gradebook, "enter", lambda *_: 1 / 0)
        grade(term, here)
    for student in students:
        assert waiting(term, student)


def waiting(term, student):
    return list((term.folder / kept.FOLDER / term.name / student).glob("*.json"))


def everything_written(term, student):
    """The graded notebook and the results, but for what is drawn or measured each time."""
    folder = term.folder / "autograded" / student / term.name
    notebook = nbformat.read(folder / f"{term.name}.ipynb", as_version=4)
    for cell in notebook.cells:
        if "nbgrader" not in cell.metadata:
            cell.pop("id")
    return notebook, (folder / RESULTS).read_bytes()


def test_a_worker_loads_nothing_that_no_copy_needs():
    heavy = ("nbgrader", "sqlalchemy", "nbconvert", "torch", "poutyne", "distributed")
    code = (
        "import sys, autograder.classroom.grading.judge;"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_command_that_judges_nothing_loads_nothing_that_judges():
    heavy = ("pytest", "gymnasium", "matplotlib", "torch", "poutyne", "distributed")
    code = (
        "import sys, autograder.cli;"
        "from autograder.classroom.pages import feedback, overview;"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_what_was_judged_before_a_kill_is_only_entered(term, here, judged):
    term.hand_in("ada", RIGHT)
    term.hand_in("zoe", WRONG)
    judge_only(term, here, "ada", "zoe")
    assert len(judged) == 2
    assert grade(term, here) == {"ada": 2.0, "zoe": 0.0}
    assert len(judged) == 2
    with term.book() as book:
        assert book.find_grade("test_phi", term.name, term.name, "ada").auto_score == 2.0
    assert not waiting(term, "ada") and not waiting(term, "zoe")
    assert grade(term, here) == {"ada": 2.0, "zoe": 0.0}
    assert len(judged) == 2


def test_both_ways_write_the_same(term, here):
    term.hand_in("ada", RIGHT)
    term.grade("ada")  # judged by nbgrader's converter itself
    directly = everything_written(term, "ada")
    grade(term, here, force=True)
    assert everything_written(term, "ada") == directly


def test_a_judgement_is_of_one_content_only(term, here, judged):
    term.hand_in("ada", WRONG)
    judge_only(term, here, "ada")
    term.hand_in("ada", RIGHT)
    assert grade(term, here) == {"ada": 2.0}
    assert len(judged) == 2
    assert not waiting(term, "ada")


def test_who_asks_for_a_new_judgement_gets_one(term, here, judged):
    term.hand_in("ada", RIGHT)
    judge_only(term, here, "ada")
    assert grade(term, here, force=True) == {"ada": 2.0}
    assert len(judged) == 2


def test_a_spoilt_judgement_is_made_again(term, here, judged):
    term.hand_in("ada", RIGHT)
    judge_only(term, here, "ada")
    (path,) = waiting(term, "ada")
    path.write_text(path.read_text()[:-9])
    assert grade(term, here) == {"ada": 2.0}
    assert len(judged) == 2


def test_another_grader_may_take_a_judgement_first(term, here, judged, monkeypatch):
    term.hand_in("ada", RIGHT)
    enter = gradebook.enter

    def second(course, order, force):
        enter(course, order, force)
        return enter(course, order, force)

    monkeypatch.setattr(gradebook, "enter", second)
    assert grade(term, here) == {"ada": 2.0}
    assert len(judged) == 1
    with term.book() as book:
        (submission,) = book.assignment_submissions(term.name)
        assert submission.score == 2.0


def test_the_notebook_between_the_steps_holds_nothing_of_the_grader(blank):
    blank_one = blank("q_lineaire")
    assignment = ASSIGNMENTS["q_lineaire"]
    result = grading.ungraded(assignment, "q_lineaire.ipynb", ["Illisible."])
    graded = copy.deepcopy(blank_one)
    write_marks(graded, result)
    judgement = Judgement(result=result, notebook=json.loads(json.dumps(graded)))
    assert "Illisible." in json.dumps(judgement.notebook)
    restored = judgement.restored()
    assert [cell.source for cell in restored.cells] == [cell.source for cell in blank_one.cells]
    written = json.dumps(restored)
    assert "Illisible." not in written and "text/html" not in written
    judgement.lay(restored)
    assert restored == graded


def test_spoilt_cells_are_refused_after_good_ones_too(blank):
    step = CheckCells()
    notebook = blank("q_lineaire")
    for _ in range(2):
        step.preprocess(notebook, {})
        spoilt = copy.deepcopy(notebook)
        (cell, *_) = (one for one in spoilt.cells if one.metadata.get("nbgrader", {}).get("grade"))
        del cell.metadata.nbgrader["points"]
        with pytest.raises(ValidationError):
            step.preprocess(spoilt, {})


def holds_the_pen(folder, ready):
    with kept.one_writer(folder):
        ready.set()
        time.sleep(60)


def test_one_grader_writes_at_a_time_and_a_killed_one_keeps_nobody_waiting(tmp_path):
    processes = multiprocessing.get_context("spawn")
    ready = processes.Event()
    other = processes.Process(target=holds_the_pen, args=(tmp_path, ready))
    other.start()
    assert ready.wait(60)
    threading.Timer(0.5, other.kill).start()
    begun = time.monotonic()
    with kept.one_writer(tmp_path):
        assert time.monotonic() - begun > 0.4
