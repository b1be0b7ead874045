"""What was collected so far of one assignment: whose each sender's files are, and what is kept.

nbgrader's `downloaded/<assignment>/` holds the register and, in `a_part/`, all that was handed in
without being the submission: earlier versions, other notebooks, what cannot be opened.
"""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from pydantic import BaseModel, ValidationError

from autograder.errors import UsageError
from autograder.text import printable, write_whole

REGISTER, ASIDE = "registre.json", "a_part"
TIMESTAMP = "timestamp.txt"  # nbgrader's: when the submission came


class Deposit(BaseModel):
    """The last thing placed for one sender of the school's system.

    `by_hand`: the teacher said whose it is. `archive_time`: the newest time in the archive, which
    tells an older download. `digest` is of the files placed, whatever their times.
    """

    system: str
    label: str
    number: str
    ticket: str = ""
    student: str
    by_hand: bool = False
    digest: str = ""
    archive_time: datetime | None = None
    submitted_at: datetime | None = None


class _Register(BaseModel):
    deposits: dict[str, Deposit] = {}


class Deposits:
    """The register of an assignment, read at once and written by `save`."""

    def __init__(self, folder: Path):
        """Raise UsageError when the register is there and cannot be read."""
        self.folder = folder
        self._path = folder / REGISTER
        self.by_sender: dict[str, Deposit] = {}
        if self._path.exists():
            try:
                register = _Register.model_validate_json(self._path.read_bytes())
            except ValidationError as error:
                raise UsageError(f"Le registre {self._path} est abîmé : déplacez-le.") from error
            self.by_sender = register.deposits

    def save(self) -> None:
        text = _Register(deposits=self.by_sender).model_dump_json(indent=1)
        write_whole(self._path, text + "\n")

    def of_student(self, student: str, system: str) -> Deposit | None:
        """The student's latest deposit from a system."""
        found = [d for d in self.by_sender.values() if (d.student, d.system) == (student, system)]
        return max(found, key=_age, default=None)

    def keep(self, path: Path, owner: str, name: str) -> str:
        """Move a file or folder aside, under its name or the next free one; the same thing once.

        Returns where it stands in the course, as it is shown to people.
        """
        folder = self.folder / ASIDE / owner
        folder.mkdir(parents=True, exist_ok=True)
        for place in _places(folder / name):
            if not place.exists():
                shutil.move(path, place)
                return self._shown(place)
            if place.is_dir() == path.is_dir() and digest(place) == digest(path):
                return self._shown(place)
        raise AssertionError("unreachable: the places never end")

    def _shown(self, path: Path) -> str:
        return printable(path.relative_to(self.folder.parent.parent).as_posix())


def folder_of(course: Path, assignment: str) -> Path:
    """Where what was received for an assignment is kept; nbgrader's own name for it."""
    return course / "downloaded" / assignment


def kept_aside(course: Path, assignment: str, student: str) -> bool:
    """Whether something of a student's was received, and moved aside."""
    folder = folder_of(course, assignment) / ASIDE / student
    return folder.is_dir() and any(folder.iterdir())


def digest(path: Path) -> str:
    """One digest of a file, or of a folder's files and their names; links are not followed.

    When a submission was handed in is not in it: the same work keeps its digest.
    """
    total = hashlib.sha256()
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in files:
        if file.is_file() and not file.is_symlink() and file != path / TIMESTAMP:
            with file.open("rb") as content:
                own = hashlib.file_digest(content, "sha256").hexdigest()
            total.update(f"{file.relative_to(path).as_posix()}\0{own}\0".encode())
    return total.hexdigest()


def _age(deposit: Deposit) -> float:
    return deposit.archive_time.timestamp() if deposit.archive_time else 0.0


def _places(wanted: Path) -> Iterator[Path]:
    yield wanted
    for number in count(2):
        yield wanted.with_name(f"{wanted.stem} [{number}]{wanted.suffix}")
