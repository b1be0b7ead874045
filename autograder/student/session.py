"""A notebook's cells, run once in a student's process that comes back when it dies."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from autograder.student.process import Execution, StudentProcess


@dataclass
class Cell:
    """A code cell to run, for at most `seconds`; `execution` is what came of its first run."""

    source: str
    seconds: float
    execution: Execution | None = None

    @property
    def repeatable(self) -> bool:
        """Whether the cell ended by itself, so that it can be run again after a crash."""
        return self.execution is not None and self.execution.status in ("ok", "error")


class Session:
    """The state that a notebook leaves behind, kept alive through hangs and crashes.

    Use as a context manager; it runs `cells` in order on entry.
    """

    def __init__(self, cells: list[Cell], files: list[Path] = ()):
        self.cells = cells
        self.process = StudentProcess(files)

    def __enter__(self):
        self.process.start()
        try:
            for cell in self.cells:
                self._revive()
                cell.execution = self.process.run(cell.source, cell.seconds)
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
                with contextlib.suppress(RuntimeError):
                    self.process.run(cell.source, cell.seconds)
