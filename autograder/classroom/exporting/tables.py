"""Marks as CSV files, in the very form that a French Excel, Moodle or Canvas reads."""

from collections.abc import Callable, Iterable

from autograder.classroom.deposits import Deposits
from autograder.classroom.exporting.marks import Row, Sheet
from autograder.report.sheets import csv_text, safe
from autograder.report.words import mark

_READ_ONLY = "(read only)"  # Canvas leaves such a column of its gradebook alone

_Cell = Callable[[Row, Callable[[float | None], str]], str]


def french(marks: Sheet) -> bytes:
    """What a French Excel opens by a double click, and a French Moodle imports as it is.

    UTF-8 with a byte-order mark, a semicolon between columns, a comma in numbers. Moodle matches
    students by e-mail or identifier, and takes an empty mark for none.
    """
    columns = _people() | _details(marks) | _final(marks) | _feedback()
    rows = [[cell(row, _comma) for cell in columns.values()] for row in marks.rows]
    return csv_text([list(columns), *rows]).encode()


def french_course(sheets: Iterable[Sheet]) -> bytes:
    """The same for all the assignments of a course, one below the other."""
    header = ["Devoir", *_people(), "État", "Automatique", "Automatique sur"]
    header += ["Question écrite", "Question écrite sur", "Pénalité de retard", "Note", "Note sur"]
    rows = [[*header, "Rétroaction"]]
    for marks in sheets:
        for row in marks.rows:
            people = [cell(row, _comma) for cell in _people().values()]
            numbers = [row.automatic, marks.max_automatic, row.written, marks.max_written]
            numbers += [row.penalty, row.total, marks.max_total]
            cells = [safe(marks.assignment), *people, row.state.value, *map(_comma, numbers)]
            rows.append([*cells, safe(row.feedback)])
    return csv_text(rows).encode()


def canvas(marks: Sheet, deposits: Deposits) -> bytes:
    """What Canvas's gradebook imports: its own columns, then one for the assignment.

    Canvas knows a student by its own number, else by the school's identifier, else by name. It
    leaves alone the columns that the row of points calls read-only: they are for people.
    """
    details = _details(marks) | _feedback()
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", marks.assignment]
    header += [f"{marks.assignment} : {title}" for title in details]
    points = ["    Points Possible", "", "", "", "", _point(marks.max_total)]
    rows = [header, points + [_READ_ONLY] * len(details)]
    for row in marks.rows:
        cells = [*_canvas_identity(row, deposits), _point(row.total)]
        rows.append(cells + [cell(row, _point) for cell in details.values()])
    return csv_text(rows, delimiter=",").encode()


def _people() -> dict[str, _Cell]:
    """Heading → what stands there, from the row and from how a number is written."""
    return {
        "Identifiant": lambda row, _: safe(row.student.id),
        "Nom": lambda row, _: safe(row.student.last_name),
        "Prénom": lambda row, _: safe(row.student.first_name),
        "Adresse de courriel": lambda row, _: safe(row.student.email),
    }


def _details(marks: Sheet) -> dict[str, _Cell]:
    columns: dict[str, _Cell] = {
        "État": lambda row, _: row.state.value,
        f"Automatique (sur {mark(marks.max_automatic)})": lambda row, show: show(row.automatic),
    }
    if marks.max_written:
        title = f"Question écrite (sur {mark(marks.max_written)})"
        columns[title] = lambda row, show: show(row.written)
    return columns | {"Pénalité de retard": lambda row, show: show(row.penalty)}


def _final(marks: Sheet) -> dict[str, _Cell]:
    return {f"Note (sur {mark(marks.max_total)})": lambda row, show: show(row.total)}


def _feedback() -> dict[str, _Cell]:
    return {"Rétroaction": lambda row, _: safe(row.feedback)}


def _canvas_identity(row: Row, deposits: Deposits) -> list[str]:
    student = row.student
    deposit = deposits.of_student(student.id, "canvas")
    number = student.lms_id or (deposit.number if deposit else "")
    name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
    return [safe(name), safe(number), safe(student.id), safe(student.id), ""]


def _comma(value: float | None) -> str:
    return "" if value is None else mark(value)


def _point(value: float | None) -> str:
    return _comma(value).replace(",", ".")
