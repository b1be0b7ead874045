"""Late submissions: the penalty of nbgrader's plug-in, and a due date that is mended."""

import io
import time

import pytest
from rich.console import Console

from autograder.classroom import late
from autograder.classroom.grading import gradebook
from autograder.classroom.pages import book
from autograder.classroom.pages.class_table import class_report
from autograder.report.words import lateness

pytestmark = pytest.mark.slow

ANSWERS = {"phi": "def phi(state, action):\n    return 'juste'", "question_1": "Une réponse."}
PLUGIN = """
from nbgrader.plugins import BasePlugin


class OnePointADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late // 86400


c.AssignLatePenalties.plugin_class = OnePointADay
"""


@pytest.fixture
def late_term(term):
    """A course with a plug-in: one point a day; ada is a day and three hours late."""
    with (term.folder / "nbgrader_config.py").open("a") as config:
        config.write(PLUGIN)
    set_due(term, "2027-02-15 23:59:00 UTC")
    term.hand_in("ada", ANSWERS, when="2027-02-17 02:59:00 UTC")
    term.grade("ada")
    return term


def set_due(term, when):
    with term.book() as held:
        held.update_or_create_assignment(term.name, duedate=when)


def row(term):
    return book.read(term.folder, term.name, ["ada"]).rows[0]


def printed(term, monkeypatch):
    monkeypatch.setenv("TZ", "America/Toronto")
    time.tzset()
    console = Console(width=80, file=io.StringIO())
    try:
        console.print(class_report(book.read(term.folder, term.name, ["ada"])))
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    return console.file.getvalue()


def test_the_table_shows_what_being_late_costs_and_when_it_was_due(late_term, monkeypatch):
    assert (row(late_term).penalty, row(late_term).total) == (1.0, 1.0)
    text = printed(late_term, monkeypatch)
    assert "1 j 3 h" in text
    assert "−1" in text
    assert "15/02/2027 à 18 h 59 (EST, UTC−05:00)" in text


@pytest.mark.parametrize("due", ["2027-02-18 23:59:00 UTC", None])
def test_a_mended_due_date_takes_the_penalty_away(late_term, judged, due, monkeypatch):
    set_due(late_term, due)
    late_term.grade("ada")
    assert len(judged) == 1
    assert (row(late_term).penalty, row(late_term).total) == (0.0, 2.0)
    assert "Retard" not in printed(late_term, monkeypatch)


def test_a_due_date_brought_forward_reaches_the_page_without_grading(late_term):
    set_due(late_term, "2027-02-14 23:59:00 UTC")
    page = gradebook.write_feedback(late_term.folder, late_term.name, "ada") / "q_lineaire.html"
    assert "Pénalité de retard" in page.read_text(encoding="utf-8")
    assert (row(late_term).penalty, row(late_term).total) == (2.0, 0.0)


def test_a_mark_by_hand_counts_in_the_penalty(late_term):
    set_due(late_term, "2027-02-13 23:59:00 UTC")
    late_term.grade("ada")
    assert row(late_term).penalty == 2.0  # no more than the marks
    late_term.mark_by_hand("ada", "question_1", 4)
    with late_term.book() as book:
        late.settle_penalty(late_term.folder, book, late_term.name, "ada")
    assert (row(late_term).penalty, row(late_term).total) == (3.0, 3.0)


def test_a_submission_without_a_time_does_not_keep_the_time_of_the_one_before(late_term):
    path = late_term.hand_in("ada", ANSWERS | {"question_1": "Une autre."})
    (path.parent / "timestamp.txt").unlink()
    late_term.grade("ada")
    assert row(late_term).seconds_late == 0.0
    assert row(late_term).total == 2.0


def test_an_extension_without_a_due_date_stops_nobody(term):
    term.hand_in("ada", ANSWERS, when="2027-02-17 02:59:00 UTC")
    term.grade("ada")
    with term.book() as held:
        held.grant_extension(term.name, "ada", days=1)
    assert term.grade("ada").score == 2.0
    assert row(term).seconds_late == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1 min"), (3600, "1 h"), (3661, "1 h 2 min"), (90000, "1 j 1 h"), (86460, "1 j")],
)
def test_lateness_in_two_units(seconds, text):
    assert lateness(seconds) == text
