"""Moodle's grading worksheet: read for who and when, given back with the marks."""

import csv
import io
from datetime import datetime

import pytest

from autograder.classroom.deposits import Deposit, Deposits
from autograder.classroom.exporting import worksheet
from autograder.classroom.exporting.marks import Row, Sheet, State
from autograder.classroom.roster import Student
from autograder.errors import UsageError
from tests.classroom import importers

FRENCH = [
    "Identifiant",
    "Nom complet",
    "Adresse de courriel",
    "Statut",
    "Note",
    "Note maximale",
    "La note peut être modifiée",
    "Dernière modification (travail remis)",
    "Dernière modification (note)",
    "Feedback par commentaires",
]
ENGLISH = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
]


def french(number, name, email, sent="vendredi 14 novembre 2025, 23:59", maximum="24,00"):
    return [f"Participant{number}", name, email, "Remis", "", maximum, "Oui", sent, "-", ""]


def english(number, name, email, sent="Friday, 14 November 2025, 11:59 PM", maximum="24.00"):
    return [f"Participant {number}", name, email, "Submitted", "", maximum, "Yes", sent, "-", ""]


CLASS = (
    (4410231, "Zoé Bélanger-Lévesque", "zbelanger@exemple.ca"),
    (4410232, "Nom de scène", ""),
    (4410233, "Côté Maëlle", ""),
    (4410234, "Loïc O’Çelik", "locelik@exemple.ca"),
    (4410239, "Personne Inconnue", "inconnue@exemple.ca"),
)


@pytest.fixture
def write(tmp_path):
    def write_sheet(header, rows, encoding="utf-8-sig", delimiter=","):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows([header, *rows])
        path = tmp_path / "Notes-IA-Devoir 1.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write_sheet


def marks():
    students = (
        Student("zbelanger", "Zoé", "Bélanger-Lévesque", "zbelanger@exemple.ca"),
        Student("nsenechal", "Noé", "Sénéchal", "nsenechal@exemple.ca"),
        Student("mcote", "Maëlle", "Côté"),
        Student("locelik", "Loïc", "O’Çelik", "locelik@exemple.ca"),
        Student("aroy", "Ada", "Roy"),
    )
    totals = (20.75, 12.5, 0, None, 18)
    return Sheet(
        "q_lineaire",
        20,
        4,
        [
            Row(s, State.FINAL if t is not None else State.ABSENT, total=t, feedback=f"phi {s.id}")
            for s, t in zip(students, totals, strict=True)
        ],
    )


@pytest.fixture
def deposits(tmp_path):
    """Noé is known by the number of the zip alone."""
    found = Deposits(tmp_path / "downloaded")
    found.by_sender["moodle:4410232"] = Deposit(
        system="moodle", label="Nom de scène", number="4410232", student="nsenechal"
    )
    return found


@pytest.mark.parametrize(
    ("language", "header", "row"), [("fr", FRENCH, french), ("en", ENGLISH, english)]
)
def test_moodle_finds_the_marks_where_it_left_room(write, deposits, language, header, row):
    sheet = worksheet.read(write(header, [row(*who) for who in CLASS]))
    content, sentences = worksheet.fill(sheet, marks(), deposits)
    assert importers.moodle_worksheet(content, language) == {
        "4410231": (20.75, "phi zbelanger"),
        "4410232": (12.5, "phi nsenechal"),
        "4410233": (0, "phi mcote"),
        "4410234": (None, "phi locelik"),
        "4410239": (None, ""),
    }
    assert sentences == [
        "Sur la feuille, mais pas au carnet de notes : Personne Inconnue.",
        "Notés, mais pas sur la feuille : Ada Roy (aroy).",
    ]


def test_all_else_stays_as_moodle_wrote_it(write, deposits):
    before = [FRENCH, *(french(*who) for who in CLASS)]
    content, _ = worksheet.fill(worksheet.read(write(*_split(before))), marks(), deposits)
    after = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    mine = {FRENCH.index("Note"), FRENCH.index("Feedback par commentaires")}
    assert [[c for i, c in enumerate(row) if i not in mine] for row in after] == [
        [c for i, c in enumerate(row) if i not in mine] for row in before
    ]


def _split(rows):
    return rows[0], rows[1:]


def test_another_maximum_in_moodle_is_told(write, deposits):
    sheet = worksheet.read(write(FRENCH, [french(*CLASS[0], maximum="100,00")]))
    _, sentences = worksheet.fill(sheet, marks(), deposits)
    assert "Moodle note ce devoir sur 100.00 et le carnet sur 24" in sentences[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vendredi 14 novembre 2025, 23:59", datetime(2025, 11, 14, 23, 59)),
        ("samedi 1er août 2026, 08:05", datetime(2026, 8, 1, 8, 5)),
        ("Friday, 14 November 2025, 11:59 PM", datetime(2025, 11, 14, 23, 59)),
        ("Friday, 14 November 2025, 12:05 AM", datetime(2025, 11, 14, 0, 5)),
        ("-", None),
        ("", None),
        ("demain", None),
        ("31 février 2026, 10:00", None),
    ],
)
def test_the_hour_of_each_submission(write, text, expected):
    (found,) = worksheet.read(write(FRENCH, [french(*CLASS[0], sent=text)])).participants
    assert (found.number, found.email) == ("4410231", "zbelanger@exemple.ca")
    assert (found.submitted and found.submitted.replace(tzinfo=None)) == expected


def test_a_semicolon_between_the_columns(write):
    sheet = worksheet.read(write(FRENCH, [french(*CLASS[0])], delimiter=";"))
    assert worksheet.by_number(sheet)["4410231"].name == "Zoé Bélanger-Lévesque"


def test_empty_lines_that_a_spreadsheet_leaves_are_nobody(write):
    sheet = worksheet.read(write(FRENCH, [french(*CLASS[0]), [], [""] * len(FRENCH)]))
    assert [one.number for one in sheet.participants] == ["4410231"]


def test_another_file_is_refused_with_a_sentence(write, tmp_path):
    with pytest.raises(UsageError, match="n'existe pas"):
        worksheet.read(tmp_path / "absente.csv")
    with pytest.raises(UsageError, match="pas une feuille d'évaluation"):
        worksheet.read(write(["id", "note"], [["1", "2"]]))
    with pytest.raises(UsageError, match="pas une feuille d'évaluation"):
        worksheet.read(write(FRENCH, [["Participant1"]]))
    with pytest.raises(UsageError, match="pas en UTF-8"):
        worksheet.read(write(FRENCH, [french(*CLASS[0])], encoding="cp1252"))
    (tmp_path / "vide.csv").write_bytes(b"")
    with pytest.raises(UsageError, match="pas une feuille d'évaluation"):
        worksheet.read(tmp_path / "vide.csv")
