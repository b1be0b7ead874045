"""A notebook's cells, run once in a student's process that comes back when it dies."""

import time
from dataclasses import dataclass
from pathlib import Path

from autograder.student.process import Execution, StudentProcess

LAST_SECONDS = 2.0


@dataclass
class Cell:
    """A code cell; `execution` is what came of its first run."""

    source: str
    execution: Execution | None = None

    @property
    def repeatable(self) -> bool:
        """Whether the cell ended by itself, so that it can be run again after a crash."""
        return self.execution is not None and self.execution.status in ("ok", "error")


class Session:
    """The state that a notebook leaves behind, kept alive through hangs and crashes.

    Use as a context manager; it runs `cells` in order on entry, each for at most `cell_seconds`
    and all of them for about `total_seconds`: past that, a cell still gets LAST_SECONDS.
    """

    def __init__(
        self,
        cells: list[Cell],
        files: list[Path] = (),
        cell_seconds: float = 20.0,
        total_seconds: float = 60.0,
    ):
        self.cells = cells
        self.cell_seconds = cell_seconds
        self.total_seconds = total_seconds
        self.process = StudentProcess(files)

    def __enter__(self):
        self.process.start()
        deadline = time.monotonic() + self.total_seconds
        try:
            for cell in self.cells:
                self._revive()
                left = max(LAST_SECONDS, deadline - time.monotonic())
                cell.execution = self.process.run(cell.source, min(self.cell_seconds, left))
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
        for cell in self.cells:
            if cell.repeatable:
                self.process.run(cell.source, self.cell_seconds)
