"""What the second stage costs for a large class, and the same command again, with nothing new.

    nice python benchmarks/cached.py [--assignment q_lineaire] [--copies 300]

All copies have the one right answer, and its judgement before the command begins, as after a grader
was killed: the first run only enters it for each, the second one finds all marks in the gradebook.
The processor's seconds are the command's own; they depend less than the clock on its neighbours.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from class_speed import own_course, submit

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.course import opened
from autograder.classroom.grading import gradebook, kept
from autograder.classroom.grading.fingerprint import grounds
from autograder.classroom.grading.judge import Order, judge
from autograder.classroom.secret import secret_of
from autograder.paths import ROOT
from autograder.submission.fill import references


def judged_before(folder: Path, assignment: Assignment, names: list[str]) -> None:
    """Keep one judgement for each of these students, all of the same copy."""
    common = grounds(folder / "notebooks" / assignment.name, assignment.name, secret_of(folder))
    text = ""
    with opened(folder) as book:
        for name in names:
            order = gradebook.look(folder, book, assignment.name, name, common, force=False)
            assert isinstance(order, Order)
            text = text or judge(order)
            kept.keep(folder, order, text)


def run(command: list[str]) -> str:
    """Run a command; its seconds by the clock, of processor, and the most memory that it had."""
    begun = time.monotonic()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"code {process.returncode}")
    processor, seconds = used.ru_utime + used.ru_stime, time.monotonic() - begun
    return f"{seconds:.1f} s, {processor:.1f} s CPU, {used.ru_maxrss // 1024} Mio"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", default="q_lineaire", choices=list(ASSIGNMENTS))
    parser.add_argument("--copies", type=int, default=300)
    options = parser.parse_args()
    assignment = ASSIGNMENTS[options.assignment]
    names = [f"etudiant-{number:03}" for number in range(options.copies)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "cours"
        own_course(folder, assignment)
        answers = references(assignment)
        submit(folder, assignment, [(name, "", answers) for name in names])
        judged_before(folder, assignment, names)
        command = [sys.executable, "-m", "autograder", "grade", assignment.name]
        command += ["--course", str(folder), "--jobs", "2"]
        print(f"{len(names)} copies, charge {os.getloadavg()[0]:.1f}", flush=True)
        print(f"toutes à inscrire : {run(command)}", flush=True)
        print(f"rien de neuf : {run(command)}", flush=True)


if __name__ == "__main__":
    main()
