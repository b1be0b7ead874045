"""What a terminal shows of a class on its way, and how well the time left is told."""

import heapq
import io
import itertools
import json
import random
import statistics

import pytest
from rich.console import Console

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import grading
from autograder.judging.results import StudentResult
from autograder.paths import ROOT
from autograder.report.progress import ClassProgress, is_shown
from autograder.report.remaining import Remaining
from autograder.report.words import duration, span

START = 3.0  # seconds that a worker takes to start


def done(costs, slots):
    """The copies of a class by the moments at which they are done: when, which, what it took."""
    free, ends = [START] * slots, []
    for name, cost in enumerate(costs):
        end = heapq.heappop(free) + cost
        heapq.heappush(free, end)
        ends.append((end, name, cost))
    return sorted(ends)


def class_of(draw, slots, total=100):
    return done([draw() for _ in range(total)], slots)


def estimates(ends, slots, last=None):
    """What tells the time left, at each moment, beside what is really left then."""
    now = 0.0
    last = last or {name: None for _, name, _ in ends}
    remaining = Remaining(last, slots, clock=lambda: now)
    for now, name, cost in ends:
        remaining.one_more(name, cost)
        yield remaining, ends[-1][0] - now


def tenth(*arguments):
    """The same after ten copies."""
    return next(itertools.islice(estimates(*arguments), 9, None))


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_the_time_left_is_told_within_a_fifth_after_a_tenth_of_the_class(slots):
    drawn = random.Random(slots)
    # right copies, and one in four that is wrong and diagnosed; a worker's processor is shared
    draw = lambda: drawn.choice((1.8, 2.0, 2.2, 3.0)) * drawn.uniform(0.9, 1.1)  # noqa: E731
    errors = []
    for _ in range(200):
        for remaining, left in itertools.islice(estimates(class_of(draw, slots), slots), 9, 60):
            errors.append(abs(remaining.seconds() - left) / left)
    errors.sort()
    assert errors[int(0.95 * len(errors))] < 0.2
    assert statistics.median(errors) < 0.07


def recorded():
    """What copies drawn among the answers of the banks cost, seven in fifty of them very long."""
    path = ROOT / "benchmarks" / "recorded" / "costs-q_lineaire.json"
    costs = json.loads(path.read_text(encoding="utf-8"))["costs"]
    return [one["kernel"] + one["grader"] for one in costs]


@pytest.mark.parametrize("slots", [1, 2])
def test_a_class_that_was_graded_before_is_told_by_what_its_copies_took(slots):
    """Its longest copies are the first: their pace is not that of the others."""
    drawn, costs = random.Random(slots), recorded()
    near = 0
    for _ in range(200):
        last = {name: drawn.choice(costs) for name in range(100)}
        last = dict(sorted(last.items(), key=lambda one: -one[1]))
        again = [1.3 * seconds * drawn.lognormvariate(0, 0.15) for seconds in last.values()]
        ends = [(end, list(last)[place], cost) for end, place, cost in done(again, slots)]
        remaining, left = tenth(ends, slots, last)
        near += abs(remaining.seconds() - left) < 0.2 * left
    assert near >= 190


@pytest.mark.parametrize(("kind", "share"), [("diverse", 0.7), ("even", 0.9)])
def test_where_a_tenth_does_not_tell_the_time_left_is_between_two(kind, share):
    drawn, costs = random.Random(kind), recorded()
    among = costs if kind == "diverse" else [1.8, 2.0, 2.2, 3.0]
    within, widths = 0, []
    for _ in range(300):
        remaining, left = tenth(class_of(lambda: drawn.choice(among), slots=2), 2)
        least, most = remaining.between()
        within += least <= left <= most
        widths.append(most / least)
    assert within / 300 >= share
    assert statistics.median(widths) < 2.4


def test_half_of_a_class_tells_when_its_copies_are_alike():
    told = estimates(class_of(lambda: 2.0, slots=2), 2)
    remaining, _ = next(itertools.islice(told, 49, None))
    assert remaining.between() == (remaining.seconds(), remaining.seconds())


def test_it_says_nothing_before_it_knows_and_nothing_at_the_end():
    moments = class_of(lambda: 2.0, slots=2, total=6)
    told = [(remaining.seconds(), remaining.between()) for remaining, _ in estimates(moments, 2)]
    assert told[:2] == [(None, None), (None, None)]
    assert told[2][0] is not None and told[-1] == (0.0, (0.0, 0.0))


def test_the_time_left_goes_by_between_two_copies():
    clock = iter([1.0, 3.0, 3.0, 4.0, 100.0])
    remaining = Remaining(dict.fromkeys(range(10)), 1, clock=lambda: next(clock))
    remaining.one_more(0, 2.0)
    remaining.one_more(1, 2.0)
    assert [remaining.seconds() for _ in range(3)] == [16.0, 15.0, 0.0]


def shown(console):
    """What is printed of a class of four: one known before, one that cannot be graded."""
    assignment = ASSIGNMENTS["q_lineaire"]
    result = grading.ungraded(assignment, "q_lineaire.ipynb", [])
    failed = StudentResult(student="ada", **result.model_dump())
    with ClassProgress(console, "Correction", 4, slots=2) as progress:
        progress.done(failed)
        progress.judging({"ada": None, "eve": None, "zoe": None})
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


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(41.2, 41.4, "41 s"), (65, 110, "2 min"), (50, 130, "de 50 s à 3 min")],
)
def test_a_time_that_is_not_known_well_is_between_two(least, most, words):
    assert span(least, most).replace("\N{NO-BREAK SPACE}", " ") == words
