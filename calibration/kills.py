"""Kill the grading of a class at random moments, and look whether the marks and the course suffer.

    nice python calibration/kills.py [--kills 20] [--seed 1] [grader] [worker] [scheduler]

What is killed, by the signal that nothing can catch, is the command itself, one of the processes
that judge for it, or the scheduler of a Dask cluster that judges. The moments are drawn over what
the command takes undisturbed. After a kill the same command takes the class up; each time it ends,
the marks must be those of the undisturbed grading, once each, and nothing may be left: no process,
no folder, no judgement that waits. The moments are recorded once all have gone well.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import recorded_measures
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CONFIG
from autograder.classroom.grading import gradebook, kept
from autograder.classroom.grading.gradebook import MAX_ATTEMPTS
from autograder.paths import ROOT
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

RECORD = "kills"
NAME = "q_lineaire"
WORKERS = 2
DEATHS = MAX_ATTEMPTS  # of a copy's processes, that it survives
PATIENCE = 30  # seconds: for what ends by itself, or starts

Marks = dict[str, dict[str, float]]


class Spoilt(Exception):
    """A kill has cost marks, or has left something."""


class Course:
    """A class of three in a folder, as it was before anything was graded each time it is renewed.

    The loop is left out by all: what is tried is the class.
    """

    def __init__(self, place: Path):
        self.folder, self._blank = place / "cours", place / "vierge"
        self.temporary, self.clusters = place / "temporaire", place / "grappe"
        self.temporary.mkdir()
        self.clusters.mkdir()
        for part in ("source", "notebooks"):
            shutil.copytree(ROOT / part, self._blank / part)
        shutil.copy(ROOT / CONFIG, self._blank)
        gradebook.require_ready(self._blank, NAME)
        blank = teacher_notebook(self._blank / "notebooks" / NAME, ASSIGNMENTS[NAME])
        right = references(ASSIGNMENTS[NAME])
        right.pop("batch_linear_q")
        wrong = {"get_targets": "def get_targets(*args):\n    return 1 / 0"}
        for student, answers in {"ada": right, "blaise": right | wrong, "chloe": {}}.items():
            path = self._blank / "submitted" / student / NAME / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(fill(blank, answers), path)
        self.renew()

    def renew(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self._blank, self.folder)

    def start(self, *options: str) -> subprocess.Popen:
        """The command that grades the class."""
        command = [sys.executable, "-m", "autograder", "grade", NAME, "--course", str(self.folder)]
        return subprocess.Popen(
            [*command, "--jobs", str(WORKERS), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)},
        )

    def marks(self) -> Marks:
        """Those of the gradebook, by student and cell; raises Spoilt when one is there twice."""
        table: Marks = {}
        with Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as book:
            for submission in book.assignment_submissions(NAME):
                (notebook,) = submission.notebooks
                grades = [(grade.cell.name, grade.auto_score) for grade in notebook.grades]
                if submission.student_id in table or len(dict(grades)) < len(grades):
                    raise Spoilt(f"{submission.student_id} is there twice")
                table[submission.student_id] = dict(grades)
        return table

    def require(self, marks: Marks) -> None:
        """Raise Spoilt unless these are the marks, and nothing else is left of the grading."""
        if self.marks() != marks:
            raise Spoilt(f"{self.marks()} instead of {marks}")
        deadline = time.monotonic() + PATIENCE
        while (found := self._left()) and time.monotonic() < deadline:
            time.sleep(0.2)
        if found:
            raise Spoilt(f"left: {found}")

    def _left(self) -> list[str]:
        places = (self.temporary, self.clusters)
        folders = [str(path) for place in places for path in place.glob("autograder-*")]
        waiting = [str(path) for path in (self.folder / kept.FOLDER).rglob("*.json")]
        lines = [" ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])]
        return folders + waiting + [line for line in lines if str(self.temporary) in line]


@contextlib.contextmanager
def a_course() -> Iterator[Course]:
    with tempfile.TemporaryDirectory(prefix="k-") as place:
        yield Course(Path(place))


def undisturbed(course: Course, *options: str) -> tuple[Marks, float]:
    """The marks, and the seconds that they take; the class is then as it was before."""
    begun = time.monotonic()
    _require_done(course.start(*options).wait())
    seconds = time.monotonic() - begun
    marks = course.marks()
    course.renew()
    return marks, seconds


def kill_grader(course: Course, kills: int, draw: random.Random) -> Iterator[float]:
    """Kill the command so many times; yields after how many seconds it was, each time."""
    marks, seconds = undisturbed(course)
    done, left = 0, seconds
    while done < kills:
        grader, moment = course.start(), draw.uniform(0, left)
        try:
            _require_done(grader.wait(moment))
            course.require(marks)
            course.renew()
            left = seconds
        except subprocess.TimeoutExpired:
            grader.kill()
            grader.wait()
            done += 1
            yield moment
            left = max(left - moment, seconds / 2)  # its start is to be done again
    _take_up(course, marks)


def kill_worker(course: Course, kills: int, draw: random.Random) -> Iterator[float]:
    """Kill processes that judge, in each grading as many as any of its copies survives."""
    marks, seconds = undisturbed(course)
    done = 0
    while done < kills:
        moments = sorted(draw.uniform(0, seconds) for _ in range(min(DEATHS, kills - done)))
        begun, grader = time.monotonic(), course.start()
        for moment in moments:
            with contextlib.suppress(subprocess.TimeoutExpired):
                grader.wait(max(0.0, begun + moment - time.monotonic()))
            while not (workers := _workers(grader)) and grader.poll() is None:
                time.sleep(0.02)
            if workers:
                draw.choice(workers).kill()
                done += 1
                yield time.monotonic() - begun
        _require_done(grader.wait())
        course.require(marks)
        course.renew()


def kill_scheduler(course: Course, kills: int, draw: random.Random) -> Iterator[float]:
    """Kill a cluster's scheduler, each time in another grading; another one takes its place."""
    with a_cluster(course) as (_, address):
        marks, seconds = undisturbed(course, "--scheduler", address)
    for _ in range(kills):
        moment = draw.uniform(0, seconds)
        with a_cluster(course) as (scheduler, address):
            grader = course.start("--scheduler", address)
            with contextlib.suppress(subprocess.TimeoutExpired):
                grader.wait(moment)
            scheduler.kill()
            grader.wait()  # it may say that nobody answers, or be done
        yield moment
        with a_cluster(course) as (_, address):
            _take_up(course, marks, "--scheduler", address)
        course.renew()


KINDS = {"grader": kill_grader, "worker": kill_worker, "scheduler": kill_scheduler}


@contextlib.contextmanager
def a_cluster(course: Course) -> Iterator[tuple[subprocess.Popen, str]]:
    """A scheduler and a worker of this machine, and the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    host, port = address.removeprefix("tcp://").split(":")
    place = ["--local-directory", str(course.clusters)]
    commands = [
        ["scheduler", "--host", host, "--port", port, "--no-dashboard"],
        ["worker", address, "--nthreads", "1", "--no-dashboard", *place],
    ]
    environment = os.environ | {"TMPDIR": str(course.clusters), "PYTHONPATH": str(ROOT)}
    with contextlib.ExitStack() as stack:
        running = []
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            stack.callback(_end, process)
            running.append(process)
        _wait_for_workers(address)
        yield running[0], address


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=PATIENCE)


def _end(process: subprocess.Popen) -> None:
    """End a process and its children."""
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.send_signal(signal.SIGTERM)
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _workers(grader: subprocess.Popen) -> list[psutil.Process]:
    """The processes that judge for a command."""
    try:
        children = psutil.Process(grader.pid).children()
        return [one for one in children if "spawn_main" in " ".join(one.cmdline())]
    except psutil.Error:
        return []


def _take_up(course: Course, marks: Marks, *options: str) -> None:
    _require_done(course.start(*options).wait())
    course.require(marks)


def _require_done(code: int) -> None:
    if code != 0:
        raise Spoilt(f"the command ended with {code}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", metavar="grader|worker|scheduler")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for kind in options.kinds or KINDS:
        draw = random.Random(f"{kind} {options.seed}")
        moments: list[float] = []
        with a_course() as course:
            for moment in KINDS[kind](course, options.kills, draw):
                print(f"{kind} {len(moments) + 1} : tué après {moment:.2f} s", flush=True)
                moments.append(round(moment, 2))
        print(f"{kind} : {len(moments)} fois, mêmes notes, rien en double, rien derrière")
        record(kind, options.seed, moments)


def record(kind: str, seed: int, moments: list[float]) -> None:
    found = recorded_measures.read(RECORD) if recorded_measures.path_of(RECORD).exists() else {}
    load = round(os.getloadavg()[0], 1)
    found[kind] = {"seed": seed, "load": load, "seconds": sorted(moments)}
    recorded_measures.write(RECORD, "python calibration/kills.py", found)


if __name__ == "__main__":
    main()
