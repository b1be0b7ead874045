"""What arrives is graded once, as often a day as was granted, and a stop loses nothing."""

from datetime import date

import pytest
from typer.testing import CliRunner

from autograder.classroom import secret
from autograder.classroom.grading import gradebook
from autograder.classroom.watch import FOLDER, Watch
from autograder.cli import app

pytestmark = pytest.mark.slow

RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}
WRONG = {"phi": "def phi(state, action):\n    return 'faux'"}
MONDAY, TUESDAY = date(2027, 2, 15), date(2027, 2, 16)


@pytest.fixture
def watch(term, judged, here):
    return lambda tries=2: Watch(term.folder, term.name, tries, here)


def seen(arrivals):
    return [(one.student, one.result and one.result.score) for one in arrivals]


def test_what_arrives_is_graded_once_with_its_page(term, watch):
    watching = watch()
    assert seen(watching.round(MONDAY)) == []
    term.hand_in("ada", WRONG)
    (first,) = watching.round(MONDAY)
    assert (first.student, first.result.score, first.problem) == ("ada", 0.0, "")
    assert (first.page / f"{term.name}.html").exists()
    assert seen(watching.round(MONDAY)) == []
    term.hand_in("ada", RIGHT)
    term.hand_in("zoe", RIGHT)
    assert seen(watching.round(MONDAY)) == [("ada", 2.0), ("zoe", 2.0)]


def test_another_watch_goes_on_where_the_first_stopped(term, watch, judged):
    term.hand_in("ada", WRONG)
    list(watch().round(MONDAY))
    assert seen(watch().round(MONDAY)) == []
    assert len(judged) == 1


def test_tries_are_counted_by_the_day_and_by_student(term, watch):
    versions = [{"phi": f"def phi(state, action):\n    return {n}"} for n in range(4)]
    for number, answers in enumerate(versions[:3]):
        term.hand_in("ada", answers)
        (arrival,) = watch().round(MONDAY)
        assert (arrival.result is None) == (number == 2)
    assert "demain" in arrival.problem
    term.hand_in("zoe", RIGHT)
    assert seen(watch().round(MONDAY)) == [("ada", None), ("zoe", 2.0)]
    assert seen(watch().round(TUESDAY)) == [("ada", 0.0)]


def test_a_copy_graded_again_because_the_tests_changed_costs_no_try(term, watch):
    term.hand_in("ada", WRONG)
    assert seen(watch(tries=1).round(MONDAY)) == [("ada", 0.0)]
    for day in (MONDAY, TUESDAY):
        (term.folder / secret.FILE).write_text(f"{day.toordinal()}\n")
        assert seen(watch(tries=1).round(day)) == [("ada", 0.0)]
    term.hand_in("ada", RIGHT)
    assert seen(watch(tries=1).round(TUESDAY)) == [("ada", 2.0)]


def test_a_copy_that_waits_is_said_once_and_graded_the_next_day_by_the_same_watch(term, watch):
    watching = watch(tries=1)
    term.hand_in("ada", WRONG)
    list(watching.round(MONDAY))
    term.hand_in("ada", RIGHT)
    assert seen(watching.round(MONDAY)) == [("ada", None)]
    assert seen(watching.round(MONDAY)) == []
    assert seen(watching.round(TUESDAY)) == [("ada", 2.0)]


def test_a_register_that_is_no_longer_readable_counts_for_nothing(term, watch):
    (term.folder / FOLDER).mkdir()
    (term.folder / FOLDER / f"{term.name}.json").write_text("{")
    term.hand_in("ada", RIGHT)
    assert seen(watch().round(MONDAY)) == [("ada", 2.0)]


def test_a_page_that_cannot_be_written_stops_nothing(term, watch, monkeypatch):
    def refuses(course, assignment, student):
        raise gradebook.CourseError("Le disque est plein.")

    monkeypatch.setattr("autograder.classroom.watch.write_feedback", refuses)
    term.hand_in("ada", RIGHT)
    term.hand_in("zoe", RIGHT)
    arrivals = list(watch().round(MONDAY))
    assert [one.problem for one in arrivals] == ["Le disque est plein."] * 2
    assert seen(arrivals) == [("ada", 2.0), ("zoe", 2.0)]


def test_a_single_look_that_finds_nothing_says_so(term):
    asked = ["watch", term.name, "--once", "--course", str(term.folder)]
    assert "Aucune copie nouvelle." in CliRunner().invoke(app, asked).stdout
