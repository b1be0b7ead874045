"""What happened while a class was graded, one JSON object a line, for programs and for later."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.judging.results import StudentResult


class Journal:
    """Adds lines to a file as things happen; without a file, does nothing."""

    def __init__(self, path: Path | None):
        self._path = path

    def note(self, step: str, **details: Any) -> None:
        """Write one step, with its time (UTC); raises OSError when the file cannot be written."""
        if self._path is None:
            return
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "step": step}
        text = json.dumps(line | details, ensure_ascii=False) + "\n"
        with self._path.open("ab") as file:  # a folder's name may not be Unicode
            file.write(text.encode("utf-8", "replace"))

    def result(self, result: StudentResult) -> None:
        """Write what a copy got, and how long it took."""
        self.note(
            "graded" if result.graded else "ungraded",
            student=result.student,
            score=result.score,
            max_score=result.max_score,
            seconds=result.seconds,
            problems=result.problems,
        )
