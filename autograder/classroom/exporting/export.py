"""The marks and the pages of an assignment, written where a teacher finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.deposits import Deposits, folder_of
from autograder.classroom.exporting import marks, returns, tables, worksheet
from autograder.classroom.exporting.marks import Sheet, State
from autograder.classroom.exporting.worksheet import Worksheet
from autograder.classroom.grading import gradebook
from autograder.classroom.roster import Student
from autograder.errors import UsageError

_TABLES: dict[str, Callable[[Sheet, Deposits], bytes]] = {
    "excel": lambda sheet, _: tables.french(sheet),
    "moodle": lambda sheet, _: tables.french(sheet),
    "canvas": tables.canvas,
}
_STATES = {
    State.WAITING: "Sans note finale, question écrite à noter (« autograder mark »)",
    State.UNGRADED: "Remis, mais pas encore corrigés (« autograder grade »)",
    State.UNREADABLE: "Copies qui n'ont pas pu être lues, à zéro (voir la colonne Rétroaction)",
    State.ASIDE: "Remis sans cahier, laissés sans note (« autograder collect » dit où c'est gardé)",
    State.ABSENT: "Absents, laissés sans note plutôt qu'à zéro",
}
_WITHOUT_PAGE = (
    "Sans page dans le zip, faute d'une rétroaction de « autograder feedback » ou d'une copie que "
    "« autograder collect » a reçue de ce système"
)


@dataclass(frozen=True)
class Export:
    """What was written; `sentences` say in French what a teacher must know before importing it."""

    marks: Path
    pages: Path | None
    sentences: list[str]
    worksheet: Path | None = None


def export(
    course: Path,
    assignment: Assignment,
    system: str,
    to: Path | None = None,
    sheet_of_moodle: Worksheet | None = None,
) -> Export:
    """Write the marks for "moodle", "canvas" or "excel", and for the first two the pages.

    A worksheet of Moodle's is filled in beside them. Raises UsageError for another system, or when
    the gradebook does not know the assignment.
    """
    if system not in _TABLES:
        raise UsageError(f"Système inconnu : « {system} ». Systèmes : {', '.join(_TABLES)}.")
    sheet = marks.sheet(course, assignment.name)
    deposits = Deposits(folder_of(course, assignment.name))
    path = to or course / "exports" / assignment.name / f"notes_{system}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_TABLES[system](sheet, deposits))
    sentences = _nothing_handed_in(sheet) + [
        _sentence(text, [row.student for row in sheet.rows if row.state is state])
        for state, text in _STATES.items()
    ]
    if system == "excel":
        return Export(path, None, list(filter(None, sentences)))
    pages = path.with_name(f"retroactions_{system}.zip")
    without = returns.write_zip(pages, gradebook.directories(course), sheet, deposits, system)
    sentences.append(_sentence(_WITHOUT_PAGE, without))
    filled = None
    if sheet_of_moodle is not None:
        filled = path.with_name("feuille_moodle.csv")
        content, more = worksheet.fill(sheet_of_moodle, sheet, deposits)
        filled.write_bytes(content)
        sentences += more
    return Export(path, pages, list(filter(None, sentences)), filled)


def _nothing_handed_in(sheet: Sheet) -> list[str]:
    """Says it of a class from which nothing came: the file looks like an export, and holds none."""
    if any(row.state not in (State.ABSENT, State.ASIDE) for row in sheet.rows):
        return []
    found = "le fichier ne contient aucune note" if sheet.rows else "le fichier est vide"
    return [f"Aucune copie de « {sheet.assignment} » n'a été remise : {found}."]


def _sentence(text: str, students: list[Student]) -> str:
    names = ", ".join(student.shown for student in students)
    return f"{text} ({len(students)}) : {names}." if students else ""


class FrenchExportPlugin(ExportPlugin):
    """`nbgrader export`, of all the assignments, as a French Excel reads it."""

    def export(self, gradebook: Gradebook) -> None:
        entered = {assignment.name for assignment in gradebook.assignments}
        wanted = self.assignment or [name for name in ASSIGNMENTS if name in entered]
        sheets = [
            marks.read(gradebook, self.parent.coursedir, name).of(self.student) for name in wanted
        ]
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        path.write_bytes(tables.french_course(sheets))
