"""Marks by hand: each stays with the answer that it was given to."""

import io

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook
from rich.console import Console

from autograder.classroom.grading import gradebook
from autograder.classroom.grading.hand_marks import answers
from autograder.classroom.pages import book
from autograder.classroom.pages.class_table import class_report

pytestmark = pytest.mark.slow

FIRST = {"phi": "def phi(state, action):\n    return 'juste'", "question_1": "Première réponse."}
SECOND = FIRST | {"question_1": "Deuxième réponse."}


def row(term, student="ada"):
    return book.read(term.folder, term.name, [student]).rows[0]


def printed(term, *students):
    console = Console(width=80, file=io.StringIO())
    console.print(class_report(book.read(term.folder, term.name, students)))
    return console.file.getvalue()


@pytest.fixture
def marked(term):
    """A first submission, its question marked 3,5 with a comment and half a point more."""
    term.hand_in("ada", FIRST)
    term.grade("ada")
    assert [waiting.cell for waiting in row(term).awaited] == ["question_1"]
    term.mark_by_hand("ada", "question_1", 3.5, extra=0.5, comment="Bien.")
    term.mark_by_hand("ada", "test_phi", 1.0, extra=0.25, comment="Voir la forme.")
    assert row(term).total == 3.5 + 0.5 + 1.0 + 0.25
    return term


def test_marks_by_hand_survive_where_the_answer_did_not_change(marked):
    marked.grade("ada", force=True)
    assert row(marked).total == 5.25
    assert row(marked).awaited == ()
    page = gradebook.write_feedback(marked.folder, marked.name, "ada")
    assert "Bien." in (page / "q_lineaire.html").read_text(encoding="utf-8")


def test_a_new_answer_does_not_get_the_mark_of_the_old_one(marked):
    marked.hand_in("ada", SECOND)
    marked.grade("ada")
    assert row(marked).marks["question_1"] == 0.0
    assert row(marked).marks["test_phi"] == 1.25
    assert row(marked).total == 1.25
    (waiting,) = row(marked).awaited
    assert (waiting.cell, waiting.former) == ("question_1", 3.5)
    page = gradebook.write_feedback(marked.folder, marked.name, "ada") / "q_lineaire.html"
    text = page.read_text(encoding="utf-8")
    assert "Bien." not in text
    assert "Voir la forme." in text
    with marked.book() as held:
        assert held.find_grade("question_1", marked.name, marked.name, "ada").extra_credit is None


def test_a_third_grading_still_says_what_the_old_answer_got(marked):
    marked.hand_in("ada", SECOND)
    marked.grade("ada")
    marked.grade("ada", force=True)
    (waiting,) = row(marked).awaited
    assert waiting.former == 3.5
    assert row(marked).marks["question_1"] == 0.0


def test_corrected_tests_ask_the_teacher_to_look_at_a_mark_given_in_their_place(marked):
    with marked.book() as held:
        held.find_grade("test_phi", marked.name, marked.name, "ada").auto_score = 0.0
        held.db.commit()
    marked.grade("ada")
    assert [waiting.cell for waiting in row(marked).awaited] == ["test_phi"]
    assert row(marked).marks["test_phi"] == 1.25


def test_a_mark_of_which_the_answer_is_unknown_is_looked_at_again(marked):
    with marked.book() as held:
        held.db.connection().exec_driver_sql("DROP TABLE autograder_answer")
        held.db.commit()
    marked.grade("ada", force=True)
    assert {w.cell for w in row(marked).awaited} == {"question_1", "test_phi"}


def test_an_answer_taken_back_is_worth_nothing_and_waits_for_nobody(marked):
    marked.hand_in("ada", {"phi": FIRST["phi"]})
    marked.grade("ada")
    assert row(marked).marks["question_1"] == 0.0
    assert row(marked).awaited == ()


def test_the_table_counts_the_copies_that_wait_and_says_where_to_mark_them(term):
    for student in ("ada", "zoe"):
        term.hand_in(student, FIRST)
        term.grade(student)
    text = " ".join(printed(term, "ada", "zoe").split())
    assert "2 copies attendent une note à la main" in text
    assert "Formgrader › Manual Grading" in text
    assert "• zoe : Question 1" in text
    term.mark_by_hand("ada", "question_1", 4)
    term.mark_by_hand("zoe", "question_1", 4)
    assert "attend" not in printed(term, "ada", "zoe")


def test_an_answer_is_the_same_with_an_empty_line_at_its_end():
    def digest(source):
        cell = new_markdown_cell(source, metadata={"nbgrader": {"solution": True, "grade": True}})
        return list(answers(new_notebook(cells=[cell])).values())

    assert digest("Le gradient.") == digest("Le gradient.\n\n") != digest("Le gradient !")
