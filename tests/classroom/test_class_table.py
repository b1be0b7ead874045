"""The table of a class in a terminal of 80 columns."""

import io

import pytest
from rich.console import Console

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.pages.book import Awaited, Book, Row
from autograder.classroom.pages.class_table import class_report

CELLS = {
    name: [f"test_{exercise}" for exercise in assignment.exercises] + list(assignment.manual)
    for name, assignment in ASSIGNMENTS.items()
}


def printed(*rows, name="q_lineaire", points=12.0, width=80):
    book = Book(name, None, dict.fromkeys(CELLS[name], points), rows)
    console = Console(width=width, file=io.StringIO())
    console.print(class_report(book))
    return console.file.getvalue()


def row(student, value=2.75, **others):
    return Row(student, dict.fromkeys(CELLS["q_lineaire"], value), total=22.25, **others)


@pytest.mark.parametrize(
    "rows",
    [
        [row("ada"), row("zoe")],
        [row("x" * 60, 10.25)],
        [row("prenom.nom-compose@universite.ca", 10.25, seconds_late=1e6 + 7e4, penalty=10.25)],
    ],
)
def test_a_student_is_one_line_of_marks_that_fits(rows):
    lines = printed(*rows).splitlines()
    assert max(map(len, lines)) <= 80
    marks = [line for line in lines if line.rstrip().endswith("22,25")]
    assert len(marks) == len(rows)
    assert "…" not in "".join(lines)
    assert rows[0].student[:3] in "".join(lines)


def test_a_narrow_terminal_shows_whole_names_and_totals():
    lines = printed(row("amelie", 10.25), row("driss", 10.25), width=46).splitlines()
    assert [line.split() for line in lines if "amelie" in line] == [["amelie", "22,25"]]
    assert "un terminal plus large" in " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 46


def test_names_of_exercises_stand_whole_below():
    text = printed(row("ada"))
    assert "epsilon_greedy_policy" in text
    assert "ReplayBuffer" in text


def test_an_ungraded_copy_is_not_a_zero():
    absent, zero = printed(Row("ada")), printed(row("ada", 0.0))
    assert "–" in absent
    assert "–" not in zero


def test_identifiers_are_shown_as_they_are():
    assert "[bold]ada" in printed(Row("[bold]ada"))


def test_many_copies_that_wait_are_counted_and_not_all_listed():
    rows = [row(f"etudiant_{n}", awaited=(Awaited("question_1"),)) for n in range(25)]
    text = " ".join(printed(*rows).split())
    assert "25 copies attendent" in text
    assert "et 5 de plus" in text


def test_what_a_changed_answer_got_is_said():
    text = " ".join(printed(row("ada", awaited=(Awaited("question_1", 3.5),))).split())
    assert "Question 1 (réponse changée, notée 3,5)" in text
