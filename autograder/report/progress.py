"""How far a class is, on a terminal; nothing where nobody looks or where colours are unwanted."""

import os
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from autograder.judging.results import StudentResult
from autograder.report.remaining import Remaining
from autograder.report.words import span


def is_shown(console: Console) -> bool:
    """Whether to show progress there: on a terminal, unless NO_COLOR asks for plain lines."""
    return console.is_terminal and not os.environ.get("NO_COLOR")


class ClassProgress:
    """A bar with the copies done, in hand and failed, and the time that is left.

    Use as a context manager.
    """

    def __init__(self, console: Console, title: str, total: int, slots: int):
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[running]} en cours"),
            TextColumn("{task.fields[failed]} en échec"),
            TextColumn("{task.fields[left]}"),
        )
        self._progress = Progress(*columns, console=console, disable=not is_shown(console))
        self._task = self._progress.add_task(title, total=total, running=0, failed=0, left="")
        self._slots = slots
        self._remaining: Remaining | None = None
        self._failed = 0

    def __enter__(self):
        self._progress.__enter__()
        return self

    def __exit__(self, *exception):
        self._progress.__exit__(*exception)

    def judging(self, last: Mapping[str, float | None]) -> None:
        """Tell which copies are still to judge, and what each took the last time if it did."""
        self._remaining = Remaining(last, self._slots)
        self._update(0)

    def done(self, result: StudentResult) -> None:
        """Tell that a copy has its result."""
        self._failed += not result.graded
        if self._remaining is not None:
            self._remaining.one_more(result.student, result.seconds)
        self._update(1)

    def _update(self, advance: int) -> None:
        remaining = self._remaining
        between = None if remaining is None else remaining.between()
        self._progress.update(
            self._task,
            advance=advance,
            running=0 if remaining is None else remaining.running,
            failed=self._failed,
            left="" if between is None else f"reste {span(*between)}",
        )
