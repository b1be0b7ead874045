"""The list of a class, as schools, Moodle, Canvas and spreadsheets write it, into the gradebook.

Its encoding, its separator and its headings, in French or in English, are recognised. Nothing is
guessed: a list that names nobody, or one person twice, is refused with a sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.classroom.course import opened
from autograder.classroom.csv_rows import content_of, rows_of
from autograder.classroom.identifiers import objection
from autograder.classroom.roster import Student, by_name, key, student_of
from autograder.errors import UsageError
from autograder.text import printable

# What a column holds, by its headings; of several that hold identifiers, the first one here.
_HEADINGS = {
    "id": (
        "identifiant",
        "SIS Login ID",
        "nom d'utilisateur",
        "username",
        "code permanent",
        "matricule",
        "numéro d'identification",
        "ID number",
        "SIS User ID",
        "id",
    ),
    "first_name": ("prénom", "first_name", "given name"),
    "last_name": ("nom", "nom de famille", "last_name", "surname"),
    "name": ("nom complet", "full name", "nom et prénom", "prénom et nom", "student", "name"),
    "email": ("courriel", "adresse de courriel", "email", "email address", "adresse e-mail"),
    "lms_id": ("lms_user_id",),
}
_FIELDS = {"lms_id": "lms_user_id"}  # where nbgrader has another name
_TEST_STUDENTS = ("student, test", "étudiant, test")  # the one whom Canvas adds to each course
_POINTS = "points possible"  # what Canvas writes below its headings, in the names' column


@dataclass(frozen=True)
class ClassList:
    """Who is in a list; `sentences` say in French what a teacher should know of it."""

    students: list[Student]
    sentences: list[str]


@dataclass(frozen=True)
class Entered:
    """What the gradebook made of a list: the new students, and those whom the list lacks."""

    new: list[Student]
    missing: list[Student]


def read(path: Path) -> ClassList:
    """Raise UsageError, with a French sentence, when it is no list of a class."""
    header, rows = _table(path)
    places = _places(header)
    if "id" not in places:
        raise UsageError(
            f"Aucune colonne de {path} ne donne l'identifiant des étudiants. Titres lus : "
            f"{', '.join(map(printable, filter(None, header))) or 'aucun'}. Titres connus : "
            f"{', '.join(_HEADINGS['id'])}."
        )
    students: dict[str, Student] = {}
    unidentified = []
    for number, row in rows:
        student = _student(row, places)
        if not student.id and student.full_name:
            unidentified.append(student)
        if not student.id:
            continue
        _require_usable(student, number)
        if students.setdefault(student.id, student) != student:
            raise UsageError(
                f"L'identifiant « {student.id} » est celui de deux personnes "
                f"({students[student.id].full_name} et {student.full_name}, ligne {number}) : "
                "corrigez la liste."
            )
    if not students:
        raise UsageError(f"{path} ne nomme aucun étudiant.")
    found = sorted(students.values(), key=by_name)
    return ClassList(found, [*_without_identifier(unidentified), *_homonyms(found)])


def enter(course: Path, students: Iterable[Student]) -> Entered:
    """Enter them in the gradebook; what the list does not say of somebody stays as it was."""
    students = list(students)
    listed = {student.id for student in students}
    with opened(course) as gradebook:
        known = {entry.id: student_of(entry) for entry in gradebook.students}
        for student in students:
            fields = {_FIELDS.get(name, name): value for name, value in asdict(student).items()}
            told = {name: value for name, value in fields.items() if value}
            gradebook.update_or_create_student(told.pop("id"), **told)
    new = [student for student in students if student.id not in known]
    missing = [student for name, student in known.items() if name not in listed]
    return Entered(new, sorted(missing, key=by_name))


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and the rows that hold something with their numbers."""
    content = content_of(path, "la liste d'une classe")
    if content.startswith(b"PK\x03\x04"):
        raise UsageError(f"{path} est un classeur ou un zip : enregistrez-le d'abord en CSV.")
    rows, _ = rows_of(_decoded(content), path)
    filled = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(rows, start=1)
        if any(cell.strip() for cell in row)
    ]
    return (filled[0][1], filled[1:]) if filled else ([], [])


def _decoded(content: bytes) -> str:
    """The text: a spreadsheet says when it writes UTF-16, and UTF-8 is hardly ever so by chance."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _places(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what. Canvas's own « ID » is its number, beside the school's."""
    titles = [key(title) for title in header]
    places = {}
    for column, names in _HEADINGS.items():
        known = [key(name) for name in names if key(name) in titles]
        if known:
            places[column] = titles.index(known[0])
    if "id" in titles and places["id"] != titles.index("id") and "student" in titles:
        places["lms_id"] = titles.index("id")
    return places


def _student(row: Sequence[str], places: dict[str, int]) -> Student:
    """Whom a row names; nobody where it is none of a student's."""
    cells = {column: row[place] if place < len(row) else "" for column, place in places.items()}
    name = cells.pop("name", "")
    if name.casefold() in (_POINTS, *_TEST_STUDENTS):
        return Student("")
    if name and not (cells.get("first_name") or cells.get("last_name")):
        last, comma, first = name.partition(",")
        parts = (first, last) if comma else name.partition(" ")[::2]
        cells |= {"first_name": parts[0].strip(), "last_name": parts[1].strip()}
    return Student(**cells)


def _require_usable(student: Student, number: int) -> None:
    problem = objection(student.id)
    if "/" in student.id or "\\" in student.id:
        problem = f"L'identifiant « {printable(student.id)} » contient une barre oblique."
    if problem:
        raise UsageError(f"Ligne {number} de la liste : {problem}")


def _without_identifier(students: Sequence[Student]) -> list[str]:
    names = ", ".join(student.full_name for student in students)
    return [f"Sans identifiant, donc laissés de côté ({len(students)}) : {names}."] if names else []


def _homonyms(students: Iterable[Student]) -> list[str]:
    """Two persons of one name: their copies are told apart by their numbers alone."""
    by_full_name = defaultdict(list)
    for student in students:
        if student.full_name:
            by_full_name[key(student.full_name)].append(student)
    return [
        f"Plusieurs étudiants se nomment {same[0].full_name} "
        f"({', '.join(student.id for student in same)}) : « autograder collect » demandera de qui "
        "est chaque copie si le système de l'école ne le dit pas."
        for same in by_full_name.values()
        if len(same) > 1
    ]
