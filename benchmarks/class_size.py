"""A large class: how many copies an hour, the memory of each process, and the time left as told.

    nice python benchmarks/class_size.py [--assignment q_lineaire] [--copies 300] [--jobs 2]

Each answer of a copy is drawn among the right ones of its exercise's bank; a copy in four has one
answer drawn among the wrong ones. The same command is run again, with nothing new. The time that
the progress bar would have told after each tenth of the class is worked out again from the journal,
and set beside what was really left.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil
from class_speed import LOOK_SECONDS, own_course, submit

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.paths import ROOT
from autograder.proof.bank import variants
from autograder.report.remaining import Remaining
from autograder.student.template import FIRST

MEBIBYTE = 2**20


def drawn(
    assignment: Assignment, copies: int, share: float = 0.25
) -> Iterator[tuple[str, str, dict]]:
    """Each student, the exercise that they have wrong ("" for none), and their answers.

    share: of the copies that have one wrong.
    """
    draw = random.Random(copies)
    for number in range(copies):
        wrong = draw.choice(assignment.exercises) if draw.random() < share else ""
        answers = {
            exercise: draw.choice(bank(exercise, "wrong" if exercise == wrong else "right"))
            for exercise in assignment.exercises
        }
        yield f"etudiant-{number:03}", wrong, answers


def bank(exercise: str, kind: str) -> list[str]:
    return list(variants(exercise, kind).values())


class Memory(threading.Thread):
    """The most memory of each kind of process, one of them at a time, and its processor's time.

    A kernel shares most of its memory with its template: what is its own is counted.
    """

    def __init__(self, grader: psutil.Process):
        super().__init__(daemon=True)
        self.grader = grader
        self.peaks: dict[str, int] = defaultdict(int)
        self.moments: dict[str, list[int]] = defaultdict(list)
        self._processor: dict[tuple[int, float], float] = {}

    def run(self):
        while self.grader.is_running() and self.grader.status() != psutil.STATUS_ZOMBIE:
            for process in [self.grader, *self.grader.children(recursive=True)]:
                try:
                    self._look(process)
                except psutil.Error:
                    continue
            time.sleep(LOOK_SECONDS)

    def _look(self, process):
        times = process.cpu_times()
        self._processor[process.pid, process.create_time()] = times.user + times.system
        kind = self._kind(process)
        size = process.memory_full_info().uss if kind == "noyau" else process.memory_info().rss
        self.peaks[kind] = max(self.peaks[kind], size)
        self.moments[kind].append(size)

    def _kind(self, process):
        if process == self.grader:
            return "qui écrit au carnet"
        command = " ".join(process.cmdline())
        if "spawn_main" in command:
            return "qui juge"
        if FIRST in command:
            above = " ".join(process.parent().cmdline())
            return "modèle" if "spawn_main" in above else "noyau"
        return "autres"

    @property
    def processor(self) -> float:
        return sum(self._processor.values())


def left_as_told(journal: Path, slots: int) -> Iterator[tuple[int, float, float]]:
    """After each tenth of a class: how many copies are done, the seconds told and the real ones."""
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    graded = [line for line in lines if line["step"] in ("graded", "ungraded")]
    moments = [datetime.fromisoformat(line["time"]).timestamp() for line in graded]
    now = 0.0
    last = {line["student"]: None for line in graded}
    remaining = Remaining(last, slots, clock=lambda: now)
    for done, (now, line) in enumerate(zip(moments, graded, strict=True), start=1):
        remaining.one_more(line["student"], line["seconds"])
        told = remaining.seconds()
        if told is not None and done % max(1, len(moments) // 10) == 0 and done < len(moments):
            yield done, told, moments[-1] - now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", default="q_lineaire", choices=list(ASSIGNMENTS))
    parser.add_argument("--copies", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    assignment = ASSIGNMENTS[options.assignment]
    print(
        f"{options.copies} copies de {assignment.name}, {options.jobs} processus, "
        f"charge au départ {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as place:
        folder, journal = Path(place) / "cours", Path(place) / "journal.jsonl"
        own_course(folder, assignment)
        submit(folder, assignment, list(drawn(assignment, options.copies)))
        command = [sys.executable, "-m", "autograder", "grade", assignment.name]
        command += ["--course", str(folder), "--jobs", str(options.jobs), "--log", str(journal)]
        begun = time.monotonic()
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as grader:
            memory = Memory(psutil.Process(grader.pid))
            memory.start()
        seconds = time.monotonic() - begun
        memory.join()
        each = memory.processor / options.copies
        print(
            f"{seconds:.0f} s, {3600 * options.copies / seconds:.0f} copies par heure, "
            f"{each:.2f} s CPU par copie"
        )
        for kind, peak in sorted(memory.peaks.items()):
            sizes = memory.moments[kind]
            tenth = max(sizes[: max(1, len(sizes) // 10)])
            print(f"{kind} : {peak // MEBIBYTE} Mio au plus ({tenth // MEBIBYTE} au début)")
        begun = time.monotonic()
        subprocess.run(command[:-2], stdout=subprocess.DEVNULL, env=environment, check=False)
        print(f"la même commande, rien de neuf : {time.monotonic() - begun:.1f} s")
        for done, told, real in left_as_told(journal, options.jobs):
            gap = 100 * (told - real) / real
            print(
                f"après {done} copies : reste annoncé {told:.0f} s, "
                f"réel {real:.0f} s ({gap:+.0f} %)"
            )


if __name__ == "__main__":
    main()
