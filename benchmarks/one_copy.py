"""Where the processor's time of one copy goes, stage by stage, in the kernel and in the grader.

    python benchmarks/one_copy.py [--assignment q_lineaire] [--runs 5] [--wrong EXERCISE/VARIANT]

Copies with the same answers, but for a comment in each, are judged one after the other in one
process, as a worker of a class does; the first one, which loads libraries, is left out. Medians, in
seconds of processor.
"""

import argparse
import contextlib
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading.judge import Order, judge
from autograder.judging.channel import KernelChannel, Reply
from autograder.proof.bank import variant
from autograder.student.process import StudentProcess
from autograder.student.session import Session
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder, teacher_notebook

READ, START, CELLS = "lecture et écriture de la copie", "démarrage du noyau", "ses cellules"


class Stages:
    """The seconds of processor of each stage of a copy: the kernel's and the grader's."""

    def __init__(self):
        self.kernel: dict[str, float] = defaultdict(float)
        self.grader: dict[str, float] = defaultdict(float)
        self.messages: Counter[str] = Counter()
        self.stage, self._since, self._told = READ, time.process_time(), 0.0

    def enter(self, stage: str) -> str:
        """What the grader computes from now on belongs to this stage; returns the one before."""
        now, before = time.process_time(), self.stage
        self.grader[before] += now - self._since
        self.stage, self._since = stage, now
        return before

    def tell(self, process: StudentProcess) -> None:
        """What the kernel has computed since the last time belongs to the current stage."""
        now = process._computed()
        self.kernel[self.stage] += now - self._told
        self._told = now


@contextlib.contextmanager
def watched(stages: Stages) -> Iterator[None]:
    """Meanwhile, the grader tells at which stage it is."""
    start, enter, ask = StudentProcess.start, Session.__enter__, KernelChannel.ask

    def started(self):
        before = stages.enter(START)
        start(self)
        stages.tell(self)
        stages.enter(before)

    def entered(self):
        stages.enter(CELLS)
        enter(self)
        stages.tell(self.process)
        return self

    def asked(self: KernelChannel, request: Any, seconds: float) -> Reply:
        assert self.reading is not None
        exercise = self.reading[0]
        stages.enter(exercise)
        reply = ask(self, request, seconds)
        stages.messages[exercise] += 1
        stages.tell(self.session.process)
        return reply

    def left(self: Session, *exception: object) -> None:
        stages.enter(READ)
        self.process.close()

    with (
        mock.patch.object(StudentProcess, "start", started),
        mock.patch.object(Session, "__enter__", entered),
        mock.patch.object(Session, "__exit__", left),
        mock.patch.object(KernelChannel, "ask", asked),
    ):
        yield
    stages.enter(READ)


def measured(order: Order) -> Stages:
    stages = Stages()
    with watched(stages):
        judge(order)
    return stages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", default="q_lineaire", choices=list(ASSIGNMENTS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--wrong", help="a wrong answer of the banks: EXERCISE/VARIANT")
    options = parser.parse_args()
    assignment = ASSIGNMENTS[options.assignment]
    answers = references(assignment)
    if options.wrong:
        exercise, name = options.wrong.split("/", 1)
        answers[exercise] = variant(f"{exercise}/wrong/{name}")
    with tempfile.TemporaryDirectory() as place:
        order = Order("", assignment.name, Path(place), release_folder(assignment), (), 1, "")
        runs = []
        for number in range(options.runs + 1):
            copy = {name: f"{answer}\n# {number}" for name, answer in answers.items()}
            blank = teacher_notebook(release_folder(assignment), assignment)
            nbformat.write(fill(blank, copy), Path(place) / f"{assignment.name}.ipynb")
            runs.append(measured(order))
        runs = runs[1:]
    print(f"{assignment.name}, charge {os.getloadavg()[0]:.1f}, médianes de {len(runs)} (s CPU)")
    print("| étape | noyau | correcteur | messages |\n|---|---:|---:|---:|")
    for stage in runs[0].grader:
        kernel, grader = (
            statistics.median(one[stage] for one in side)
            for side in ([run.kernel for run in runs], [run.grader for run in runs])
        )
        print(f"| {stage} | {kernel:.3f} | {grader:.3f} | {runs[0].messages[stage] or ''} |")
    sums = [(sum(one.kernel.values()), sum(one.grader.values())) for one in runs]
    kernel, grader = (statistics.median(column) for column in zip(*sums, strict=True))
    whole = statistics.median(map(sum, sums))
    print(f"| **en tout ({whole:.2f})** | **{kernel:.3f}** | **{grader:.3f}** | |")


if __name__ == "__main__":
    main()
