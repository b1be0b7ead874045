"""Workers that die: each takes down its own copy, which is tried again alone."""

import functools
import os
import signal
import threading
import time
from pathlib import Path

import psutil
import pytest

from autograder.classroom.grading.lanes import Lanes, LastingLanes, alone, died
from tests.classroom.answers import judgement

pytestmark = pytest.mark.slow


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
    futures = dict(Lanes(3).each(task, names))
    assert {name for name, future in futures.items() if died(future)} == {"mort", "mort2"}
    assert [futures[name].result() for name in "abcd"] == list("abcd")
    assert isinstance(futures["parle"].exception(), ValueError)
    assert attempts(tmp_path) == dict.fromkeys(names, 1)


def test_more_processes_than_copies_and_none_at_all(tmp_path):
    task = functools.partial(work, str(tmp_path))
    assert list(Lanes(4).each(task, [])) == []
    ((name, future),) = Lanes(4).each(task, ["seul"])
    assert (name, future.result()) == ("seul", "seul")


def test_alone_is_a_fresh_process(tmp_path):
    assert alone(functools.partial(work, str(tmp_path)), "a").result() == "a"


def place(name):
    """Where the work is done; it is deadly where the name says so."""
    if name == "mort":
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_processes_that_last_have_the_next_class_too_and_end_with_the_context():
    with LastingLanes(1) as lanes:
        first, second, _, fourth, fifth = [
            None if died(future) else future.result()
            for names in (["a", "b"], ["mort", "c"], ["d"])
            for _, future in lanes.each(place, names)
        ]
        assert first == second and fourth == fifth and first != fourth
    deadline = time.monotonic() + 20
    while psutil.pid_exists(fifth) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(fifth)


def dies_beside_others(order):
    """In place of judge: dies as often as the file of its name says."""
    counter = order.submitted / order.student
    left = int(counter.read_text())
    if left > 0:
        counter.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return judgement(order, score=1.0)


def starved_beside_others(order):
    """In place of judge: who is called « lente » was cut short without the processor."""
    marker = order.submitted / order.student
    again = marker.exists()
    with marker.open("a") as file:
        file.write("x")
    whole = again or order.student == "endormie"
    return judgement(order, score=float(whole), starved=order.student != "fausse")


@pytest.mark.parametrize(
    ("deaths", "found"),
    [
        pytest.param(0, True, marks=pytest.mark.long),
        pytest.param(1, True, marks=pytest.mark.long),
        (2, True),
        (3, False),
    ],
)
def test_attempts_are_counted_alone_only(tmp_path, graded, deaths, found):
    (tmp_path / "ada").write_text(str(deaths))
    (tmp_path / "zoe").write_text("0")
    results = {one.student: one for one in graded(["ada", "zoe"], Lanes(2), dies_beside_others)}
    assert (results["ada"].score > 0) == found
    assert found or "mort deux fois" in results["ada"].problems[0]
    assert results["zoe"].score > 0


def test_a_copy_that_lacked_the_processor_is_judged_again_alone(tmp_path, graded):
    found = graded(["lente", "fausse", "endormie"], Lanes(2), starved_beside_others)
    assert found[-1].student == "lente"
    assert {one.student: one.score > 0 for one in found} == {
        "lente": True,
        "fausse": False,
        "endormie": True,
    }
    runs = {path.name: len(path.read_text()) for path in tmp_path.iterdir() if path.is_file()}
    assert runs == {"lente": 2, "fausse": 1, "endormie": 1}


@pytest.mark.parametrize(("names", "slots"), [(["lente"], 2), (["lente", "fausse"], 1)])
def test_a_copy_that_was_alone_is_not_judged_twice(tmp_path, graded, names, slots):
    graded(names, Lanes(slots), starved_beside_others)
    assert (tmp_path / "lente").read_text() == "x"


def test_a_process_does_not_wait_for_what_is_done_with_its_answers(tmp_path):
    lanes = Lanes(1).each(functools.partial(work, str(tmp_path)), ["a", "b"])
    next(lanes)
    deadline = time.monotonic() + 20
    while not (tmp_path / "b").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (tmp_path / "b").exists()
    assert [name for name, _ in lanes] == ["b"]


def sleepy(folder, name):
    """Note that the work began, and clean up when it is told to end."""
    Path(folder, f"debut-{name}").touch()
    try:
        time.sleep(60)
    finally:
        Path(folder, f"fin-{name}").touch()


def test_what_runs_is_told_to_end_when_the_class_is_left(tmp_path):
    begun = time.monotonic()
    lanes = Lanes(2).each(functools.partial(sleepy, str(tmp_path)), ["a", "b", "c"])

    def interrupted(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupted)
    try:
        watch = threading.Thread(target=_interrupt_once_begun, args=(tmp_path,))
        watch.start()
        with pytest.raises(KeyboardInterrupt):
            next(lanes)
        watch.join()
    finally:
        signal.signal(signal.SIGALRM, before)
    while len(list(tmp_path.glob("fin-*"))) < 2 and time.monotonic() - begun < 50:
        time.sleep(0.05)
    assert sorted(path.name for path in tmp_path.glob("fin-*")) == ["fin-a", "fin-b"]
    assert not (tmp_path / "debut-c").exists()


def _interrupt_once_begun(folder):
    while len(list(folder.glob("debut-*"))) < 2:
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGALRM)
