"""What a terminal shows of a class on its way, and how well the time left is told."""

import heapq
import io
import random
import statistics

import pytest
from rich.console import Console

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading
from autograder.report.progress import ClassProgress, is_shown
from autograder.report.remaining import Remaining
from autograder.report.words import duration

START = 3.0  # seconds that a worker takes to start


def class_of(draw, slots, total=100):
    """The moments at which the copies of a class are done, in order."""
    free, moments = [START] * slots, []
    for _ in range(total):
        end = heapq.heappop(free) + draw()
        heapq.heappush(free, end)
        moments.append(end)
    return sorted(moments)


def estimates(moments, slots):
    """What is told at each moment, beside what is really left then."""
    now = 0.0
    remaining = Remaining(len(moments), slots, clock=lambda: now)
    for now in moments:
        remaining.one_more()
        yield remaining.seconds(), moments[-1] - now


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_the_time_left_is_told_within_a_fifth_after_a_tenth_of_the_class(slots):
    drawn = random.Random(slots)
    # right copies, and one in four that is wrong and diagnosed; a worker's processor is shared
    draw = lambda: drawn.choice((1.8, 2.0, 2.2, 3.0)) * drawn.uniform(0.9, 1.1)  # noqa: E731
    errors = []
    for _ in range(200):
        told = list(estimates(class_of(draw, slots), slots))
        for seconds, left in told[9:60]:
            errors.append(abs(seconds - left) / left)
    errors.sort()
    assert errors[int(0.95 * len(errors))] < 0.2
    assert statistics.median(errors) < 0.07


def test_it_says_nothing_before_it_knows_and_nothing_at_the_end():
    moments = class_of(lambda: 2.0, slots=2, total=6)
    told = [seconds for seconds, _ in estimates(moments, 2)]
    assert told[:2] == [None, None]
    assert told[2] is not None and told[-1] == 0.0


def test_the_time_left_goes_by_between_two_copies():
    clock = iter([1.0, 3.0, 3.0, 4.0, 100.0])
    remaining = Remaining(10, 1, clock=lambda: next(clock))
    remaining.one_more()
    remaining.one_more()
    assert [remaining.seconds() for _ in range(3)] == [16.0, 15.0, 0.0]


def shown(console):
    """What is printed of a class of four: one known before, one that cannot be graded."""
    assignment = ASSIGNMENTS["q_lineaire"]
    failed = grading.ungraded(assignment, "q_lineaire.ipynb", [])
    with ClassProgress(console, "Correction", 4, slots=2) as progress:
        progress.done(failed)
        progress.judging(3)
        progress.done(failed)
    return console.file.getvalue()


def test_a_terminal_shows_what_is_done_in_hand_and_failed(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = shown(Console(file=io.StringIO(), force_terminal=True, width=120))
    last = text.split("Correction")[-1]
    assert "2/4" in last and "2 en cours" in last and "2 en échec" in last


def test_neither_a_file_nor_who_wants_no_colour_gets_a_bar(monkeypatch):
    assert shown(Console(file=io.StringIO(), force_terminal=False)).strip() == ""
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), force_terminal=True)
    assert not is_shown(console)
    assert shown(console).strip() == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (41.2, "41 s"), (61, "2 min"), (720, "12 min"), (11_000, "3 h 04 min")],
)
def test_a_duration_is_said_as_finely_as_it_is_known(seconds, words):
    assert duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == words
