"""A notebook's cells, run once in a student's process that comes back when it dies."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.limits import USUAL, Limits
from autograder.student.process import Execution, StudentProcess


@dataclass
class Cell:
    """A code cell; `execution` is what came of its first run.

    An `answer` is run even when the notebook has used up its time.
    """

    source: str
    answer: bool = False
    execution: Execution | None = None

    @property
    def repeatable(self) -> bool:
        """Whether the cell ended by itself, so that it can be run again after a crash."""
        return self.execution is not None and self.execution.status in ("ok", "error")


class Session:
    """The state that a notebook leaves behind, kept alive through hangs and crashes.

    Use as a context manager; it runs `cells` in order on entry, each for at most `limits.cell`
    and all of them for about `limits.notebook`: past that, only the answers are run, and briefly.
    After a cell that hangs, the next ones are given less time: they often call the same function.
    """

    def __init__(self, cells: list[Cell], files: Sequence[Path] = (), limits: Limits = USUAL):
        self.cells = cells
        self.limits = limits
        self.process = StudentProcess(files, limits)
        self._cell_seconds = limits.cell

    def __enter__(self):
        self.process.start()
        deadline = time.monotonic() + self.limits.notebook
        kept = 0
        try:
            for cell in self.cells:
                self._revive()
                cell.execution = self._run(cell, deadline)
                kept += cell.execution.size
                if kept > self.limits.notebook_kept_bytes:
                    cell.execution.outputs = []
        except BaseException:
            self.process.close()
            raise
        return self

    def __exit__(self, *exception):
        self.process.close()

    def send(self, code: str, seconds: float) -> Execution:
        """Run the grader's code in the notebook's state."""
        self._revive()
        return self.process.run(code, seconds)

    def _revive(self):
        """After a crash, start again and replay the cells that end by themselves."""
        if self.process.alive:
            return
        self.process.close()
        self.process.start()
        deadline = time.monotonic() + self.limits.notebook
        for cell in self.cells:
            if cell.repeatable:
                self._run(cell, deadline)

    def _run(self, cell, deadline):
        left = deadline - time.monotonic()
        if cell.answer:
            left = max(left, self.limits.answer)
        if left <= 0:
            return Execution(status="skipped")
        execution = self.process.run(cell.source, min(self._cell_seconds, left))
        if execution.status == "timeout":
            self._cell_seconds = min(self._cell_seconds, self.limits.cell_after_hang)
        return execution
