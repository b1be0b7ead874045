"""Put a submission where the grader reads it, and lose nothing of what stood there."""

import os
import re
import shutil
from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.classroom.collecting.versions import APART
from autograder.classroom.deposits import TIMESTAMP, Deposit, Deposits, digest
from autograder.report.collected import Outcome

_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T][\d:.]{5,15}( ?[A-Za-z+-][\w:+-]{0,30})?", re.ASCII)


class Submitted:
    """The `submitted/` folders of an assignment; `deposits` remembers what was placed there."""

    def __init__(self, directory: CourseDirectory, assignment: str, deposits: Deposits):
        self._directory = directory
        self._assignment = assignment
        self._deposits = deposits

    def folder(self, student: str) -> Path:
        root = self._directory.submitted_directory
        return Path(self._directory.format_path(root, student, self._assignment))

    def place(self, submission: Path, sender: str, deposit: Deposit) -> tuple[Outcome, list[str]]:
        """Move a submission's folder into place, unless a newer one stands there.

        `sender` is the sender's key in the register. Returns what happened, and sentences on it.
        """
        target = self.folder(deposit.student)
        if target.is_symlink() or target.parent.is_symlink():
            return Outcome.REFUSED, [f"{target} est un lien : rien n'y est écrit."]
        _write_time(submission, deposit.submitted_at)
        before = self._deposits.by_sender.get(sender)
        outcome, sentences = Outcome.PLACED, []
        if target.exists() and digest(target) == deposit.digest:
            outcome = Outcome.SAME
            _update_time(submission, target)
        elif target.exists() and before and before.digest == deposit.digest:
            return Outcome.KNOWN, []
        elif target.exists() and _older(submission, target, deposit, before):
            place = self._deposits.keep(submission, deposit.student, "plus_ancienne")
            return Outcome.OLDER, [f"Cette version est gardée dans {place}."]
        else:
            if target.exists():
                outcome = Outcome.REPLACED
                place = self._deposits.keep(target, deposit.student, "precedente")
                sentences = [f"La copie précédente est gardée dans {place}."]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(submission, target)
        self._deposits.by_sender[sender] = deposit
        return outcome, sentences

    def leave(self, sender: str, student: str, entered: Container[str]) -> list[str]:
        """Take away what was placed for a sender under an identifier that is no longer theirs.

        Only what is intact is moved. `entered` are the identifiers of the gradebook.
        """
        before = self._deposits.by_sender.get(sender)
        if before is None or before.student == student:
            return []
        old = self.folder(before.student)
        if old.is_symlink() or not old.is_dir() or digest(old) != before.digest:
            return []
        self._deposits.keep(old, before.student, "deplacee")
        if not any(old.parent.iterdir()):
            old.parent.rmdir()
        sentences = [f"Cette copie était placée sous « {before.student} »."]
        if before.student in entered:
            command = f"nbgrader db student remove {before.student} --force"
            sentences.append(f"Ses notes y restent : « {command} » les efface.")
        return sentences


def read_time(path: Path) -> datetime | None:
    """The UTC time in a timestamp.txt as nbgrader reads it; None where it cannot."""
    try:
        with path.open("rb") as content:
            text = content.read(100).decode().strip()
        return parse_utc(text) if _TIME.fullmatch(text) else None
    except (OSError, ValueError, OverflowError):
        return None


def _older(submission: Path, target: Path, deposit: Deposit, before: Deposit | None) -> bool:
    """Whether what stands there came after: by the times of submission, else of download."""
    new, old = read_time(submission / TIMESTAMP), read_time(target / TIMESTAMP)
    if new and old:
        return new < old
    if before is None or before.archive_time is None or deposit.archive_time is None:
        return False
    return deposit.archive_time < before.archive_time - APART


def _write_time(submission: Path, time: datetime | None) -> None:
    if time and not (submission / TIMESTAMP).exists():
        stamp = time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        (submission / TIMESTAMP).write_text(stamp + "\n", encoding="utf-8")


def _update_time(submission: Path, target: Path) -> None:
    """Give a submission that is in place a time which an archive now tells, or tells otherwise."""
    new = read_time(submission / TIMESTAMP)
    if new and new != read_time(target / TIMESTAMP):
        os.replace(submission / TIMESTAMP, target / TIMESTAMP)
