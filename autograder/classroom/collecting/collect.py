"""From what Moodle or Canvas gives to `submitted/`: every file is placed or named in a sentence."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from autograder.catalogue import Assignment
from autograder.classroom import roster
from autograder.classroom.collecting import owners, senders
from autograder.classroom.collecting.archive import Archive, ArchiveError, Entry, Refused
from autograder.classroom.collecting.owners import Owner
from autograder.classroom.collecting.placing import Submitted, read_time
from autograder.classroom.collecting.senders import Handed, Sender
from autograder.classroom.collecting.versions import Version, is_notebook, latest, other
from autograder.classroom.course import directories
from autograder.classroom.deposits import TIMESTAMP, Deposit, Deposits, digest, folder_of
from autograder.classroom.exporting.worksheet import Participant
from autograder.classroom.grading.grade import RESULTS
from autograder.classroom.roster import Student
from autograder.errors import UsageError
from autograder.report.collected import Line, Outcome, Report
from autograder.text import printable

MAX_FILE = 64 * 2**20  # the grader's own reader takes no larger notebook
MAX_SENDER = 256 * 2**20
UNKNOWN = "sans_nom"

# A server writes its zip in less than that: times closer together are those of the download.
_DOWNLOAD = timedelta(hours=1)
_SYSTEM_FILES = re.compile(
    r"\._.*|\.DS_Store|__MACOSX|\.ipynb_checkpoints|__pycache__|Thumbs\.db|desktop\.ini|~\$.*"
    r"|Icon_|\.(?:localized|Spotlight-V100|Trashes|fseventsd)",  # a Mac's Icon ends by a return
    re.IGNORECASE,
)
_ARCHIVES = re.compile(r"\.(zip|tar|tgz|gz|bz2|xz|7z|rar)$", re.IGNORECASE)
_TEAMS = re.compile(r"version ([0-9]{1,4})", re.IGNORECASE)
_ZIP_START = b"PK\x03\x04"


def collect(
    course: Path,
    assignment: Assignment,
    source: Path,
    by_hand: Mapping[str, str] = {},
    participants: Mapping[str, Participant] = {},
) -> Report:
    """Place every notebook of the source in the course's `submitted/`.

    `by_hand` gives identifiers to names or numbers; `participants` is what a worksheet of Moodle's
    tells of each number. Raises UsageError when the source or the course cannot be used at all.
    """
    directory = directories(course)
    folder = folder_of(course, assignment.name)
    deposits = Deposits(folder)
    with Archive(source) as archive:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".en_cours-", dir=folder) as scratch:
            desk = _Desk(archive, assignment, directory, deposits, Path(scratch), participants)
            return desk.collect(roster.read(course), by_hand)


class _Desk:
    """One archive being sorted; the scratch folder is on the disk of the course."""

    def __init__(self, archive, assignment, directory, deposits, scratch, participants):
        self.archive: Archive = archive
        self.assignment: Assignment = assignment
        self.submitted = Submitted(directory, assignment.name, deposits)
        self.deposits: Deposits = deposits
        self.scratch: Path = scratch
        self.participants: Mapping[str, Participant] = participants
        self.sentences = list(archive.refused)
        self.complete = not archive.refused
        times = [entry.time for entry in archive.entries if entry.time]
        self.archive_time = max(times, default=None)
        self.times_told = False

    def collect(self, students: list[Student], by_hand: Mapping[str, str]) -> Report:
        entries = [entry for entry in self.archive.entries if not _is_system_file(entry)]
        if len(entries) < len(self.archive.entries):
            number = len(self.archive.entries) - len(entries)
            self.sentences.append(
                f"Fichiers du système laissés de côté (._*, .DS_Store…) : {number}."
            )
        known = {deposit.student for deposit in self.deposits.by_sender.values()}
        handed, unknown = senders.sort(
            entries,
            self.assignment.name,
            lambda name: name in known or bool(roster.matches(students, name)),
        )
        groups: dict[str, list[Handed]] = {}
        for item in handed:
            groups.setdefault(item.sender.key, []).append(item)
        firsts = {items[0].sender: items for items in groups.values()}
        self.times_told = _spread(filter(None, map(_sent, firsts.values())))
        emails = {number: p.email for number, p in self.participants.items()}
        who = owners.decide(firsts, students, self.deposits.by_sender, by_hand, emails)
        _require_used(by_hand, firsts)
        lines = []
        for sender, items in firsts.items():
            owner = who[sender]
            if owner is None:
                unknown += [item.entry for item in items]
            else:
                lines.append(self._take(sender, owner, items, students))
        self._leave(unknown)
        self.deposits.save()
        if lines and not owners.has_names(students):
            self.sentences.append(_NO_LIST)
        lines.sort(key=lambda line: roster.key(line.sender))
        heard = {line.student for line in lines}
        missing = self._missing([one for one in students if one.id not in heard])
        return Report(lines, self.sentences, missing, self.complete)

    def _take(
        self, sender: Sender, owner: Owner, items: list[Handed], students: list[Student]
    ) -> Line:
        """Place what one sender handed in."""
        line = Line(printable(sender.label), owner.student, Outcome.NONE, remarks=[*owner.remarks])
        with tempfile.TemporaryDirectory(dir=self.scratch) as bench:
            files = self._extract(items, Path(bench), line)
            chosen = self._choose(files, owner.student, line)
            if chosen is None:
                self._keep_all(files, owner.student, line)
                line.remarks.insert(0, "Aucun cahier parmi les fichiers remis.")
                self.complete = False
                return line
            line.notebook = chosen.shown
            submission = Path(bench, "remise")
            self._lay_out(submission, chosen, files, owner.student, line)
            if any(item.late for item in items):
                line.remarks.append("Canvas marque cette remise en retard.")
            deposit = self._deposit(sender, owner, items, chosen, digest(submission))
            entered = {student.id for student in students}
            line.remarks += self.submitted.leave(sender.key, owner.student, entered)
            line.outcome, remarks = self.submitted.place(submission, sender.key, deposit)
        line.remarks += remarks
        self.complete &= line.outcome is not Outcome.REFUSED
        return line

    def _deposit(
        self, sender: Sender, owner: Owner, items: list[Handed], chosen: "_File", content: str
    ) -> Deposit:
        return Deposit(
            system=sender.system,
            label=sender.label,
            number=sender.number,
            ticket=chosen.handed.ticket,
            student=owner.student,
            by_hand=owner.by_hand,
            digest=content,
            archive_time=self.archive_time,
            submitted_at=self._submitted_at(sender, items),
        )

    def _extract(self, items: list[Handed], bench: Path, line: Line) -> list["_File"]:
        files, left = [], MAX_SENDER
        for number, item in enumerate(items):
            path = bench / str(number)
            try:
                self.archive.extract(item.entry, path, min(MAX_FILE, left))
            except Refused as reason:
                line.remarks.append(f"« {printable('/'.join(item.parts))} » {reason} : refusé.")
                line.outcome = Outcome.REFUSED
                self.complete = False
                continue
            left -= path.stat().st_size
            unfolded = self._unfold(item, path, left, line)
            left -= sum(file.path.stat().st_size for file in unfolded)
            files += unfolded or [_File(item, path)]
        return files

    def _unfold(self, item: Handed, path: Path, left: int, line: Line) -> list["_File"]:
        """The files of a zip that a student made of their work; none of another file, or a bad zip.

        What it holds is bounded as the archive itself is, and a zip inside it is not opened.
        """
        if not _is_zip(path):
            return []
        files: list[_File] = []
        try:
            with Archive(path) as inner:
                if inner.refused:
                    return []
                for number, entry in enumerate(filter(_is_a_students, inner.entries)):
                    target = path.with_name(f"{path.name}-{number}")
                    inner.extract(entry, target, min(MAX_FILE, left))
                    left -= target.stat().st_size
                    parts = (*item.parts[:-1], *entry.parts)
                    files.append(_File(replace(item, entry=entry, parts=parts), target))
        except (ArchiveError, Refused):
            return []
        if files:
            name = printable("/".join(item.parts))
            line.remarks.append(f"« {name} » est dépliée : {len(files)} fichier(s).")
        return files

    def _choose(self, files: list["_File"], student: str, line: Line) -> "_File | None":
        """The submission among the files; other notebooks and archives are kept aside."""
        for file in [file for file in files if _is_archive(file)]:
            place = self._keep(file, student)
            files.remove(file)
            line.remarks.append(
                f"« {file.shown} » est une archive dans l'archive : elle n'est pas ouverte, mais "
                f"gardée dans {place}. Dépliez-la dans un dossier « {student} » à part, puis "
                "collectez le dossier qui le contient."
            )
            self.complete = False
        notebooks = {
            Version(_versioned(file.handed.parts), file.path, file.handed.entry.time): file
            for file in files
            if is_notebook(file.handed.parts[-1], file.path)
        }
        if not notebooks:
            return None
        chosen = notebooks[latest(list(notebooks), self.assignment)]
        answered = other(chosen.path, self.assignment)
        if answered is not None:
            line.remarks.append(
                f"« {chosen.shown} » répond à « {answered.name} », et non à "
                f"« {self.assignment.name} »."
            )
            self.complete = False
        for file in notebooks.values():
            if file is not chosen:
                place = self._keep(file, student)
                files.remove(file)
                line.remarks.append(
                    f"« {chosen.shown} » est la copie retenue ; « {file.shown} » est "
                    f"gardé dans {place}."
                )
        return chosen

    def _lay_out(
        self, submission: Path, chosen: "_File", files: list["_File"], student: str, line: Line
    ) -> None:
        """Make the submission's folder: the notebook, and beside it what else was handed in."""
        submission.mkdir()
        os.replace(chosen.path, submission / f"{self.assignment.name}.ipynb")
        beside, near = [], chosen.handed.parts[:-1]
        for file in files:
            parts = file.handed.parts
            parts = parts[len(near) :] if parts[: len(near)] == near else parts
            if file is chosen:
                continue
            if parts == (TIMESTAMP,) and file.handed.own and read_time(file.path):
                os.replace(file.path, submission / TIMESTAMP)
            elif parts[0].casefold() in (TIMESTAMP, RESULTS) or not _move(
                file.path, submission, parts
            ):
                place = self._keep(file, student)
                line.remarks.append(f"« {file.shown} » n'a pas sa place ici : gardé dans {place}.")
            else:
                beside.append(printable("/".join(parts)))
        if beside:
            line.remarks.append(f"Placés à côté du cahier : {', '.join(beside)}.")

    def _leave(self, entries: Iterable[Entry]) -> None:
        """Keep aside the files that no name gives to anybody."""
        for entry in entries:
            self.complete = False
            path = Path(tempfile.mkdtemp(dir=self.scratch)) / "fichier"
            try:
                self.archive.extract(entry, path, MAX_FILE)
            except Refused as reason:
                self.sentences.append(f"« {entry.shown} » {reason} : refusé.")
                continue
            place = self.deposits.keep(path, UNKNOWN, entry.parts[-1])
            self.sentences.append(
                f"« {entry.shown} » n'est au nom de personne : gardé dans {place}."
            )

    def _keep_all(self, files: list["_File"], student: str, line: Line) -> None:
        for file in files:
            place = self._keep(file, student)
            line.remarks.append(f"« {file.shown} » est gardé dans {place}.")

    def _keep(self, file: "_File", student: str) -> str:
        return self.deposits.keep(file.path, student, file.handed.parts[-1])

    def _submitted_at(self, sender: Sender, items: list[Handed]) -> datetime | None:
        """When it was handed in, by the worksheet, or by an archive not made on the fly."""
        told = self.participants.get(sender.number) if sender.system == "moodle" else None
        if told and told.submitted:
            return told.submitted
        return _sent(items) if sender.system == "moodle" and self.times_told else None

    def _missing(self, students: list[Student]) -> list[str]:
        named = [s for s in students if s.full_name or s.email]
        return [s.shown for s in named if not self.submitted.folder(s.id).exists()]


_NO_LIST = (
    "Le carnet de notes n'a pas de liste de la classe : les copies sont placées sous un "
    "identifiant fait de leur nom. Donnez la liste par « autograder roster liste.csv », puis "
    "collectez de nouveau."
)


@dataclass(frozen=True)
class _File:
    """One extracted file: what it was in the archive, and where its bytes are."""

    handed: Handed
    path: Path

    @property
    def shown(self) -> str:
        return printable("/".join(self.handed.parts))


def _versioned(parts: tuple[str, ...]) -> str:
    """A file's name, with its number where Teams keeps each version in a folder of its own."""
    number = _TEAMS.fullmatch(parts[-2]) if len(parts) > 1 else None
    stem, dot, extension = parts[-1].partition(".")
    return f"{stem} ({number[1]}){dot}{extension}" if number else parts[-1]


def _sent(items: list[Handed]) -> datetime | None:
    """The newest time of a sender's files."""
    return max((item.entry.time for item in items if item.entry.time), default=None)


def _spread(times: Iterable[datetime]) -> bool:
    """Whether the times are the students' own: no hour holds more than half of them.

    A server that zips on the fly gives the hour of the download to all, and a teacher may add to
    the folder later. In doubt nobody is late.
    """
    ordered = sorted(times)
    half = len(ordered) // 2
    return bool(ordered) and all(
        later - earlier > _DOWNLOAD for earlier, later in zip(ordered, ordered[half:], strict=False)
    )


def _is_system_file(entry: Entry) -> bool:
    listing = entry.parts == ("index.html",)  # what Brightspace puts beside the copies
    return listing or any(_SYSTEM_FILES.fullmatch(part) for part in entry.parts)


def _is_a_students(entry: Entry) -> bool:
    return not _is_system_file(entry)


def _is_archive(file: _File) -> bool:
    if _ARCHIVES.search(file.handed.parts[-1]):
        return True
    return _is_zip(file.path)


def _is_zip(path: Path) -> bool:
    with path.open("rb") as content:
        return content.read(len(_ZIP_START)) == _ZIP_START


def _move(path: Path, folder: Path, parts: tuple[str, ...]) -> bool:
    """Move a file under the folder; False where its name is taken."""
    target = folder.joinpath(*parts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return False
    if target.exists():
        return False
    os.replace(path, target)
    return True


def _require_used(by_hand: Mapping[str, str], found: Iterable[Sender]) -> None:
    """A name that nobody bears is a slip: say so before anything is placed."""
    names = {name for sender in found for name in (sender.label, sender.number)}
    unused = sorted(set(by_hand) - names)
    if unused:
        raise UsageError(f"Personne dans cette archive ne s'appelle : {', '.join(unused)}.")
