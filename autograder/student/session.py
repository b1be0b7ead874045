"""A notebook's cells, run once in a student's process that comes back when it dies."""

import contextlib
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.limits import USUAL, Limits
from autograder.student.process import Execution, Order, StudentProcess

MIN_SECONDS = 0.5  # for the last pieces of a cell that used up its time
ALMOST = 0.9  # of a cell's time: a hang has had it all, but for what the clocks differ by


class Steps(Protocol):
    """The pieces of code that make up a cell; each generator is sent what came of its last piece.

    `again` says what is worth another run once all the cells have been run.
    """

    def first(self) -> Generator[str | Order, Execution, None]: ...

    def again(self) -> Generator[str | Order, Execution, None]: ...


@dataclass
class Whole:
    """A cell that is run in one piece."""

    source: str

    def first(self) -> Generator[str, Execution, None]:
        yield self.source

    def again(self) -> Generator[str, Execution, None]:
        yield from ()


@dataclass
class Cell:
    """A code cell; `execution` is what came of its first run.

    One that is `needed` is run even when the notebook has used up its time. One that is `patient`
    calls nothing of the student's and is given the time that a start takes: what it imports may be
    long to load. `ended` are the pieces of code that ended by themselves, so that they can be run
    again after a crash.
    """

    source: str
    needed: bool = False
    patient: bool = False
    steps: Steps | None = None
    execution: Execution | None = None
    ended: list[str | Order] = field(default_factory=list)


class Session:
    """The state that a notebook leaves behind, kept alive through hangs and crashes.

    Use as a context manager; it runs `cells` in order on entry, each for at most `limits.cell`
    and all of them for about `limits.notebook`: past that, only the needed ones are, and briefly.
    After a cell that hangs, the next ones are given less time: they often call the same function.
    `hung`: the first cell that hung, if it had all the time of a cell. `starved`: whether any code
    was (see `Execution`). `outlived`: whether some code was stopped
    with its process, and not in one that nothing left behind may stop: it had not asked for it.
    `left`: the seconds that are left to the grader's code; `exhausted`: whether none is. `modules`:
    see `StudentProcess`.
    """

    def __init__(
        self,
        cells: list[Cell],
        files: Sequence[Path] = (),
        limits: Limits = USUAL,
        modules: Sequence[str] = (),
    ):
        self.cells = cells
        self.limits = limits
        self.process = StudentProcess(files, limits, modules)
        self._cell_seconds = limits.cell
        self._hung = False
        self.hung: Cell | None = None
        self._lasting = False
        self.left = limits.hidden
        self.starved = False
        self.outlived = False

    def __enter__(self):
        self.process.start()
        deadline = time.monotonic() + self.limits.notebook
        kept = 0
        try:
            for cell in self.cells:
                self._revive()
                steps, begun = cell.steps or Whole(cell.source), time.monotonic()
                first = not self._hung
                cell.execution = self._follow(steps.first(), cell, deadline)
                lasted = time.monotonic() - begun
                if first and self._hung and lasted > ALMOST * self.limits.cell:
                    self.hung = cell
                if cell.patient:
                    deadline += lasted
                kept += cell.execution.size
                if kept > self.limits.notebook_kept_bytes:
                    cell.execution.outputs = []
            for cell in self.cells:
                if cell.steps is not None:
                    self._revive()
                    self._follow(cell.steps.again(), cell, deadline)
        except BaseException:
            self.process.close()
            raise
        return self

    def __exit__(self, *exception):
        self.process.close()

    def send(self, code: str | Order, seconds: float) -> Execution:
        """Run the grader's code in the notebook's state; a new start is not counted in its time.

        It is in what all such code may take: nothing is run once that is used up.
        """
        if self.exhausted:
            return Execution(status="timeout", seconds=0.0)
        begun = time.monotonic()
        self._revive()
        execution = self._attempt(code, min(seconds, self.left))
        self.left -= time.monotonic() - begun
        return execution

    @property
    def exhausted(self) -> bool:
        return self.left <= 0

    def _attempt(self, code, seconds):
        """Run some code; once more if what was left behind may have stopped its process.

        Its `seconds` are those of the time that counts: a new start is not in it.
        """
        begun = time.monotonic()
        execution = self.process.run(code, seconds)
        if execution.status == "dead" and not self._lasting:
            self._revive(running=True)
            begun = time.monotonic()
            execution = self.process.run(code, seconds)
            self.outlived |= execution.status != "dead"
        execution.seconds = time.monotonic() - begun
        self.starved |= execution.starved
        return execution

    def _revive(self, running=False):
        """After a crash, start again and replay what ended by itself.

        running: whether some code was being run, and may have asked for it.
        """
        if self.process.alive:
            return
        self.outlived |= not (running or self._lasting or self.process.closed)
        self.process.close()
        self.process.start()
        self.process.run(Order({"do": "last"}), self.limits.start)
        self._lasting = True
        deadline = time.monotonic() + self.limits.notebook
        for cell in self.cells:
            seconds = self.limits.start if cell.patient else self.limits.cell
            for code in cell.ended:
                self._run(code, cell.needed, deadline, seconds)

    def _follow(self, codes, cell, deadline):
        """Run a cell's pieces one after the other, until one does not end by itself."""
        whole = Execution()
        limit = time.monotonic() + self._granted(cell)
        if cell.patient:
            deadline = max(deadline, limit)
        with contextlib.suppress(StopIteration):
            code = next(codes)
            while True:
                left = max(limit - time.monotonic(), MIN_SECONDS)
                execution = self._run(code, cell.needed, deadline, left)
                whole = whole.then(execution)
                if execution.status not in ("ok", "error"):
                    break
                cell.ended.append(code)
                code = codes.send(execution)
        return whole

    def _granted(self, cell):
        """The seconds that a cell may take; after a hang, nobody is patient any more."""
        return self.limits.start if cell.patient and not self._hung else self._cell_seconds

    def _run(self, code, needed, deadline, seconds):
        left = deadline - time.monotonic()
        if needed:
            left = max(left, self.limits.answer)
        if left <= 0:
            return Execution(status="skipped")
        execution = self._attempt(code, min(seconds, left))
        if execution.status == "timeout":
            self._hung = True
            self._cell_seconds = min(self._cell_seconds, self.limits.cell_after_hang)
        return execution
