"""Moodle's offline grading worksheet: who each participant is, when they handed in, their marks.

A teacher downloads it from the assignment and gives it back filled in. Its headings and its dates
are in the language of the teacher's Moodle: French and English are read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.classroom import roster
from autograder.classroom.csv_rows import content_of, rows_of
from autograder.classroom.deposits import Deposits
from autograder.classroom.exporting.marks import Row, Sheet
from autograder.classroom.roster import key
from autograder.errors import UsageError
from autograder.report.sheets import csv_text, safe
from autograder.report.words import mark

_HEADINGS = {
    "number": ("Identifiant", "Identifier"),
    "name": ("Nom complet", "Full name"),
    "email": ("Adresse de courriel", "Email address"),
    "submitted": ("Dernière modification (travail remis)", "Last modified (submission)"),
    "grade": ("Note", "Grade"),
    "maximum": ("Note maximale", "Maximum Grade"),
    "feedback": ("Feedback par commentaires", "Commentaires de feedback", "Feedback comments"),
}
_MONTHS = {
    key(name): number
    for names in (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "January February March April May June July August September October November December",
    )
    for number, name in enumerate(names.split(), start=1)
}
# « vendredi 14 novembre 2025, 23:59 », « Friday, 14 November 2025, 11:59 PM »
_DATE = re.compile(r"(\d{1,2})(?:er)? ([^\W\d]+)\.? (\d{4}),? (\d{1,2})[:h](\d{2})(?: ?([AP]M))?")


@dataclass(frozen=True)
class Participant:
    """One row: the number that Moodle's zips carry, and what the worksheet knows beside it."""

    number: str
    name: str
    email: str
    submitted: datetime | None


@dataclass
class Worksheet:
    """A worksheet as it was read; `columns` are the places of the headings that are known."""

    header: list[str]
    rows: list[list[str]]
    delimiter: str
    columns: dict[str, int]
    french: bool
    participants: list[Participant] = field(init=False)

    def __post_init__(self):
        self.participants = [self._participant(row) for row in self.rows]

    def cell(self, row: Sequence[str], column: str) -> str:
        return row[self.columns[column]].strip() if column in self.columns else ""

    def _participant(self, row: Sequence[str]) -> Participant:
        # « Participant 4410231 », without the space in French.
        number = re.search(r"[0-9]+$", self.cell(row, "number"))
        return Participant(
            number=number[0] if number else "",
            name=self.cell(row, "name"),
            email=self.cell(row, "email"),
            submitted=_date(self.cell(row, "submitted")),
        )


def read(path: Path) -> Worksheet:
    """Raise UsageError, with a French sentence, when the file is not such a worksheet."""
    content = content_of(path, "une feuille d'évaluation")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"La feuille {path} n'est pas en UTF-8, comme Moodle l'écrit.") from error
    read_rows, delimiter = rows_of(text, path)
    header, *rows = [row for row in read_rows if any(row)] or [[]]
    columns = {
        column: place
        for place, title in enumerate(header)
        for column, names in _HEADINGS.items()
        if key(title) in map(key, names)
    }
    if not {"number", "grade"} <= columns.keys() or {len(row) for row in rows} - {len(header)}:
        raise UsageError(
            f"{path} n'est pas une feuille d'évaluation de Moodle : il y faut les colonnes "
            "« Identifiant » et « Note »."
        )
    french = header[columns["grade"]].strip() == _HEADINGS["grade"][0]
    return Worksheet(header, rows, delimiter, columns, french)


def by_number(worksheet: Worksheet) -> dict[str, Participant]:
    """The participants by the number that Moodle's zips carry."""
    return {p.number: p for p in worksheet.participants if p.number}


def fill(worksheet: Worksheet, marks: Sheet, deposits: Deposits) -> tuple[bytes, list[str]]:
    """The worksheet with marks and feedback, and the French sentences about what it lacks.

    Every other cell stays as Moodle wrote it: it refuses a worksheet that lost a column.
    """
    rows = {row.student.id: row for row in marks.rows}
    owners = {d.number: d.student for d in deposits.by_sender.values() if d.system == "moodle"}
    filled, unknown, used = [], [], set()
    for cells, participant in zip(worksheet.rows, worksheet.participants, strict=True):
        student = _student(participant, marks, owners)
        if student is None:
            unknown.append(participant.name or participant.number)
            filled.append(list(cells))
        else:
            used.add(student)
            filled.append(_filled(worksheet, cells, rows[student]))
    content = csv_text([worksheet.header, *filled], worksheet.delimiter).encode()
    missing = [
        r.student.shown for r in marks.rows if r.student.id not in used and r.total is not None
    ]
    return content, _sentences(worksheet, marks, unknown, missing)


def _student(participant: Participant, marks: Sheet, owners: Mapping[str, str]) -> str | None:
    """Whose row it is: as collected, else by e-mail, else by name."""
    students = [row.student for row in marks.rows]
    owner = owners.get(participant.number)
    if owner in {student.id for student in students}:
        return owner
    for label in filter(None, (participant.email, participant.name)):
        found = roster.matches(students, label)
        if len(found) == 1:
            return found[0].id
    return None


def _filled(worksheet: Worksheet, cells: Sequence[str], row: Row) -> list[str]:
    cells = list(cells)
    if row.total is not None:
        number = mark(row.total)
        # An English Moodle would read 17,5 as 17, without a word.
        cells[worksheet.columns["grade"]] = number if worksheet.french else number.replace(",", ".")
    if "feedback" in worksheet.columns and row.feedback:
        cells[worksheet.columns["feedback"]] = safe(row.feedback)
    return cells


def _sentences(
    worksheet: Worksheet, marks: Sheet, unknown: list[str], missing: list[str]
) -> list[str]:
    sentences = []
    if unknown:
        sentences.append(f"Sur la feuille, mais pas au carnet de notes : {', '.join(unknown)}.")
    if missing:
        sentences.append(f"Notés, mais pas sur la feuille : {', '.join(missing)}.")
    maxima = {worksheet.cell(row, "maximum").replace(",", ".") for row in worksheet.rows} - {""}
    if any(_number(maximum) != marks.max_total for maximum in maxima):
        sentences.append(
            f"Moodle note ce devoir sur {', '.join(sorted(maxima))} et le carnet sur "
            f"{mark(marks.max_total)} : réglez la note maximale du devoir dans Moodle d'abord."
        )
    return sentences


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _date(text: str) -> datetime | None:
    """The hour as Moodle writes it, which is that of the teacher's own time zone."""
    found = _DATE.search(text)
    if found is None or key(found[2]) not in _MONTHS:
        return None
    day, year, hour, minute = (int(found[group]) for group in (1, 3, 4, 5))
    if found[6]:
        hour = hour % 12 + (12 if found[6] == "PM" else 0)
    try:
        return datetime(year, _MONTHS[key(found[2])], day, hour, minute).astimezone()
    except ValueError:
        return None
