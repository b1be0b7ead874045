"""The copies that may be long are judged first."""

import json

import pytest

from autograder.classroom.grading import gradebook
from autograder.classroom.grading.grade import RESULTS
from autograder.classroom.grading.judge import Order
from autograder.classroom.grading.ordering import longest_first


@pytest.fixture
def order(tmp_path):
    def make(student, ename=""):
        folder = tmp_path / student
        folder.mkdir()
        outputs = [{"output_type": "error", "ename": ename, "evalue": "", "traceback": []}]
        cells = [{"cell_type": "code", "source": "# KeyboardInterrupt", "outputs": outputs}]
        (folder / "a.ipynb").write_text(json.dumps({"cells": cells}))
        return Order(student, "a", folder, folder, (), 1, "0")

    return make


def names(orders, known):
    last = {order.student: known.get(order.student) for order in orders}
    return [one.student for one in longest_first(orders, last)]


def test_what_is_known_to_be_long_comes_first_and_what_is_known_to_be_short_last(order):
    orders = [order(name) for name in ("breve", "neuve", "longue", "moyenne", "nouvelle")]
    known = {"breve": 1.0, "moyenne": 2.0, "longue": 60.0}
    assert names(orders, known) == ["longue", "neuve", "moyenne", "nouvelle", "breve"]


def test_a_copy_that_its_author_had_to_stop_comes_first_unless_it_is_known(order):
    orders = [order("a"), order("b", "KeyboardInterrupt"), order("c", "ValueError"), order("d")]
    assert names(orders, {}) == ["b", "a", "c", "d"]
    assert names(orders, {"a": 3.0, "b": 1.0}) == ["a", "c", "d", "b"]


def test_a_copy_without_a_notebook_is_in_its_place(order, tmp_path):
    absent = Order("z", "a", tmp_path / "absent", tmp_path, (), 1, "0")
    assert names([absent, order("b")], {}) == ["z", "b"]


@pytest.mark.slow
def test_a_class_is_judged_again_in_this_order(term, here):
    for student in ("ada", "blaise", "chloe"):
        term.hand_in(student, {})
    students = gradebook.students(term.folder, term.name)

    def graded():
        found = gradebook.grade_class(term.folder, term.name, students, workers=here, force=True)
        return [one.student for one in found]

    assert graded() == students
    for student, seconds in {"ada": 1.0, "blaise": 50.0}.items():
        path = term.folder / "autograded" / student / term.name / RESULTS
        path.write_text(json.dumps(json.loads(path.read_text()) | {"seconds": seconds}))
    assert graded() == ["blaise", "chloe", "ada"]
