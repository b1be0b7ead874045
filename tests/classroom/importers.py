"""How the schools' systems read a file, each step as their public sources and manuals have it.

Written apart from the exports: what these readers do not find, the real ones do not either.
"""

import csv
import io
import re
import zipfile

BOM = b"\xef\xbb\xbf"


def excel(content: bytes) -> list[list[str]]:
    """A French Excel at a double click: a mark for UTF-8, a semicolon between columns."""
    text = content.decode("utf-8-sig" if content.startswith(BOM) else "cp1252")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def french_number(text: str) -> float:
    """Moodle's `unformat_float` in French: no spaces, the comma as the decimal mark."""
    return float(text.replace(" ", "").replace(",", "."))


def moodle_grades(content: bytes, by: str, grade: str, feedback: str) -> dict:
    """Moodle's import of marks from a CSV, French: by a heading which the teacher picks.

    An empty mark or a lone dash is no mark; anything else that is not a number stops the import.
    """
    text = content.decode("utf-8").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    header = [title.strip() for title in rows[0]]
    assert all(len(row) == len(header) for row in rows), "csvloadfailed: number of columns"
    found = {}
    for row in rows[1:]:
        cells = dict(zip(header, row, strict=True))
        value = cells[grade]
        found[cells[by]] = (
            None if value in ("", "-") else french_number(value),
            cells[feedback],
        )
    return found


def moodle_worksheet(content: bytes, language: str) -> dict[str, tuple[float | None, str]]:
    """Moodle's import of its grading worksheet: participant's number → mark and feedback.

    Three headings must be there to the letter; the number is what stands after « Participant ».
    The comma is a decimal mark in French only: elsewhere PHP reads a number up to it.
    """
    titles = {
        "fr": ("Identifiant", "Note", "Dernière modification (note)", "Feedback par commentaires"),
        "en": ("Identifier", "Grade", "Last modified (grade)", "Feedback comments"),
    }[language]
    text = content.decode("utf-8").removeprefix("\ufeff")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    number, grade, _, feedback = (header.index(title) for title in titles)
    found = {}
    for row in rows:
        value = row[grade].replace(" ", "")
        value = value.replace(",", ".") if language == "fr" else value.partition(",")[0]
        user = row[number][len("Participant") :].strip()
        found[user] = (float(value) if value else None, row[feedback])
    return found


def moodle_pages(path, participants: dict[int, str]) -> dict[str, str]:
    """Moodle's « Téléverser plusieurs fichiers de feedback dans un zip »: student → file name.

    The first part of a path that is cut by underscores into a name, a participant's number and a
    plugin tells whose the file is; what remains is its name.
    """
    found = {}
    for name in zipfile.ZipFile(path).namelist():
        parts = name.split("/")
        if parts[-1].startswith((".", "~")):
            continue
        while parts:
            info = parts.pop(0).split("_", 4)
            # Before 4.1, Moodle wanted all five pieces.
            if len(info) < 5 or not info[1].isdigit() or int(info[1]) not in participants:
                continue
            if info[2:4] not in (["assignsubmission", "file"], ["assignfeedback", "file"]):
                continue
            found[participants[int(info[1])]] = "/".join([info[4], *parts]).lstrip("/")
            break
    return found


def canvas_grades(content: bytes) -> tuple[dict, dict]:
    """Canvas's import of a gradebook: assignments with their points, students with their marks.

    A student is known by (ID, SIS User ID, SIS Login ID, name). Raises AssertionError where Canvas
    says « Invalid header row ».
    """
    text = content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_canvas_delimiter(text)))
    header = rows[0]
    assert len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    count = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        count = 4
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        count = 5
    assert "Section" in header[count - 1]
    points, students = {}, {}
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            points = dict(zip(header[count:], row[count:], strict=True))
            continue
        assert points
        marks = dict(zip(header[count:], row[count:], strict=True))
        kept = {
            title: _canvas_mark(value)
            for title, value in marks.items()
            if not re.search(r"read\s+only", points[title])
        }
        students[(row[1], row[2], row[3], row[0])] = kept
    kept = {title: float(p) for title, p in points.items() if not re.search(r"read\s+only", p)}
    return kept, students


def _canvas_delimiter(text: str) -> str:
    """A semicolon where the first three lines have the same number of fields by it, and more."""
    counts = {}
    for mark in ";,":
        sizes = {len(next(csv.reader([line], delimiter=mark))) for line in text.splitlines()[:3]}
        counts[mark] = sizes.pop() if len(sizes) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def _canvas_mark(value: str) -> float | None:
    return None if value.strip() in ("", "-") else float(value)


def canvas_pages(path, users: dict[int, str], attachments: dict[int, int]) -> dict[str, str]:
    """Canvas's upload of annotated copies: student → file, by two numbers between underscores.

    The first is the user's, the second must be that of a file which the user handed in.
    """
    found = {}
    for name in zipfile.ZipFile(path).namelist():
        numbers = [int(part) for part in name.split("/")[-1].split("_") if part.isdigit()][:2]
        if len(numbers) == 2 and numbers[0] in users and attachments.get(numbers[1]) == numbers[0]:
            found[users[numbers[0]]] = name
    return found
