"""`autograder export`: what Moodle, Canvas and a French Excel read in the files is right."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.collecting.collect import collect
from autograder.classroom.course import CONFIG
from autograder.classroom.exporting import marks, worksheet
from autograder.classroom.exporting.export import export
from autograder.classroom.pages.overview import write_report
from autograder.cli import app
from autograder.errors import UsageError
from autograder.paths import ROOT
from autograder.report.sheets import safe
from tests.classroom import importers
from tests.classroom.deposits import moodle, notebook, write_zip

ASSIGNMENT = ASSIGNMENTS["q_lineaire"]
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
NOTE, AUTOMATIC, WRITTEN = "Note (sur 24)", "Automatique (sur 20)", "Question écrite (sur 4)"
CLASS = {
    "zbelanger": ("Zoé", "Bélanger-Lévesque"),  # all of it marked
    "nsenechal": ("Noé", "Sénéchal, fils"),  # the written question waits
    "mcote": ("Maëlle", "Côté"),  # a zero, earned
    "locelik": ("Loïc", "O’Çelik"),  # handed nothing in
    "egagne": ("Éloïse", "Gagné"),  # handed in, not graded
    "aroy": ("Ada", "Roy"),  # late
    "=cmd": ("=2+5+cmd|' /C calc'!A0", '@SUM(A1;"x")'),  # a name that Excel would run
}
MARKS = {  # automatic, written, penalty
    "zbelanger": (17.25, 3.5, 0),
    "nsenechal": (12.5, None, 0),
    "mcote": (0, 0, 0),
    "aroy": (18, 2, 4.5),
    "=cmd": (10, 1, 0),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, empty_gradebook):
    """A class whose copies were graded, as nbgrader and the grader leave it."""
    folder = tmp_path_factory.mktemp("classe") / "cours"
    folder.mkdir()
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    shutil.copy(empty_gradebook, folder)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        _enter_assignment(book)
        for student, (first_name, last_name) in CLASS.items():
            email = f"{student}@exemple.ca"
            book.add_student(student, first_name=first_name, last_name=last_name, email=email)
        for student, given in MARKS.items():
            _enter_marks(book, student, *given)
    for student in (*MARKS, "egagne"):
        (folder / "submitted" / student / "q_lineaire").mkdir(parents=True)
    return folder


@pytest.fixture
def course(graded, tmp_path):
    """A copy of that course, to write in."""
    return shutil.copytree(graded, tmp_path / "cours")


def _enter_assignment(book):
    book.add_assignment("q_lineaire")
    book.add_notebook("q_lineaire", "q_lineaire")
    for name, points, kind in (("test_phi", 20, "code"), ("question_1", 4, "markdown")):
        book.add_grade_cell(name, "q_lineaire", "q_lineaire", max_score=points, cell_type=kind)
    book.add_solution_cell("question_1", "q_lineaire", "q_lineaire")


def _enter_marks(book, student, automatic, written, penalty):
    book.add_submission("q_lineaire", student)
    grade = book.find_grade("test_phi", "q_lineaire", "q_lineaire", student)
    grade.auto_score, grade.needs_manual_grade = automatic, False
    grade = book.find_grade("question_1", "q_lineaire", "q_lineaire", student)
    grade.manual_score, grade.needs_manual_grade = written, written is None
    if written is not None:
        comment = book.find_comment("question_1", "q_lineaire", "q_lineaire", student)
        comment.manual_comment = "Bien ;\nmais le signe ?"
    copy = book.find_submission_notebook("q_lineaire", "q_lineaire", student)
    copy.late_submission_penalty = penalty
    book.db.commit()


def write_results(course, student, problems=(), tests=True):
    """The result that the grader leaves beside a graded copy."""
    said = "Appel : phi(…) — obtenu : =cmd()"
    shape = {"score": 1, "max_score": 2, "seconds": 0}
    passed = {"name": "Le signe est le bon.", "passed": True, "score": 1, "max_score": 1}
    failed = {"name": "L'état reste intact.", "passed": False, "score": 0, "max_score": 1}
    results = [passed | {"message": ""}, failed | {"message": said}] if tests else []
    exercise = shape | {"id": "phi", "status": "partial", "tests": results, "diagnosis": []}
    notebook_result = shape | {
        "assignment": "q_lineaire",
        "notebook": "q_lineaire.ipynb",
        "sandbox": "none",
        "problems": list(problems),
        "exercises": [exercise],
    }
    path = course / "autograded" / student / "q_lineaire" / "resultats.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook_result), encoding="utf-8")


def write_page(course, student):
    path = course / "feedback" / student / "q_lineaire" / "q_lineaire.html"
    path.parent.mkdir(parents=True)
    path.write_text(f"<p>{student}</p>", encoding="utf-8")


def rows_of(content):
    header, *rows = importers.excel(content)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


# ---- a French Excel ----


def test_a_french_excel_reads_the_columns_the_accents_and_the_decimals(course):
    written = export(course, ASSIGNMENT, "excel")
    assert written.marks == course / "exports" / "q_lineaire" / "notes_excel.csv"
    assert written.pages is None
    content = written.marks.read_bytes()
    assert content.startswith(importers.BOM)
    rows = rows_of(content)
    zoe = rows["zbelanger"]
    assert (zoe["Prénom"], zoe["Nom"]) == ("Zoé", "Bélanger-Lévesque")
    assert zoe["Adresse de courriel"] == "zbelanger@exemple.ca"
    assert (zoe[AUTOMATIC], zoe[WRITTEN], zoe[NOTE]) == ("17,25", "3,5", "20,75")
    assert rows["nsenechal"]["Nom"] == "Sénéchal, fils"


def test_the_order_is_that_of_a_class_list(course):
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    names = [row["Nom"] for row in rows.values()]
    assert names[:6] == [
        "Bélanger-Lévesque",
        "Côté",
        "Gagné",
        "O’Çelik",
        "Roy",
        "Sénéchal, fils",
    ]


def test_an_absent_student_is_not_a_zero(course):
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    absent, zero = rows["locelik"], rows["mcote"]
    assert absent["État"] == "absent"
    assert absent[AUTOMATIC] == absent[WRITTEN] == absent[NOTE] == ""
    assert zero["État"] == "noté"
    assert zero[AUTOMATIC] == zero[WRITTEN] == zero[NOTE] == "0"
    ungraded = rows["egagne"]
    assert ungraded["État"] == "remis, à corriger" and ungraded[NOTE] == ""


def test_who_handed_in_something_else_than_a_notebook_is_not_absent(course, tmp_path):
    source = write_zip(tmp_path / "remises.zip", {moodle("Loïc O'Çelik", 1, "devoir.pdf"): b"%PDF"})
    assert collect(course, ASSIGNMENT, source).lines[0].student == "locelik"
    written = export(course, ASSIGNMENT, "moodle")
    row = rows_of(written.marks.read_bytes())["locelik"]
    assert (row["État"], row[NOTE]) == ("remis sans cahier", "")
    assert any(
        "Remis sans cahier" in sentence and "(1)" in sentence for sentence in written.sentences
    )
    page, *_ = write_report(course, ASSIGNMENT.name)
    assert "Remis sans cahier" in page.read_text("utf-8")


def test_the_zero_of_a_copy_that_was_not_read_is_told_from_a_mark(course):
    write_results(course, "mcote", ["Le fichier est vide."], tests=False)
    written = export(course, ASSIGNMENT, "excel")
    row = rows_of(written.marks.read_bytes())["mcote"]
    assert (row["État"], row[NOTE]) == ("copie non lue, zéro", "0")
    assert any("Maëlle Côté" in one for one in written.sentences if "pu être lues" in one)


def test_a_mark_that_waits_for_the_written_question_is_not_final(course):
    written = export(course, ASSIGNMENT, "excel")
    noe = rows_of(written.marks.read_bytes())["nsenechal"]
    assert noe["État"] == "question écrite à noter"
    assert (noe[AUTOMATIC], noe[WRITTEN], noe[NOTE]) == ("12,5", "", "")
    assert any("mark ») (1) : Noé Sénéchal, fils (nsenechal)" in s for s in written.sentences)


def test_a_penalty_is_shown_and_counted(course):
    ada = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())["aroy"]
    assert (ada["Pénalité de retard"], ada[NOTE]) == ("4,5", "15,5")


def test_each_total_is_the_gradebooks(course):
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for student in ("zbelanger", "mcote", "aroy"):
            entry = book.find_submission("q_lineaire", student)
            expected = entry.score - entry.late_submission_penalty
            assert importers.french_number(rows[student][NOTE]) == expected


def test_a_copy_without_a_student_in_the_gradebook_is_there(course):
    (course / "submitted" / "inconnue" / "q_lineaire").mkdir(parents=True)
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    assert rows["inconnue"]["État"] == "remis, à corriger"


def test_the_feedback_names_what_failed_and_never_quotes_the_student(course):
    write_results(course, "zbelanger")
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    assert rows["zbelanger"]["Rétroaction"] == (
        "phi 1/2 (à revoir\u00a0: L'état reste intact) | Bien\u00a0; mais le signe\u00a0?"
    )


def test_a_copy_that_could_not_be_graded_says_why(course):
    write_results(course, "mcote", ["=Ce fichier\nn'est pas un cahier."], tests=False)
    rows = rows_of(export(course, ASSIGNMENT, "excel").marks.read_bytes())
    assert rows["mcote"]["Rétroaction"].startswith("'=Ce fichier n'est pas un cahier.")


# ---- what a spreadsheet would run ----


@pytest.mark.parametrize("system", ["excel", "moodle", "canvas"])
def test_no_cell_is_a_formula(course, system):
    content = export(course, ASSIGNMENT, system).marks.read_bytes()
    cells = [cell for row in importers.excel(content.replace(b",", b";")) for cell in row]
    assert "'=cmd" in cells
    assert not any(cell.lstrip().startswith(("=", "@", "+")) for cell in cells)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "\r=1", "\n=1", "＝1", "\x00=1"]
)
def test_a_formula_becomes_text_on_one_line(text):
    assert safe(text)[0] == "'" and safe(text).isprintable()


@pytest.mark.parametrize("text", ["", "Zoé", "Saint-Amand, fils", "l'=", "a=b", 'dit "Zo"'])
def test_ordinary_text_is_left_alone(text):
    assert safe(text) == text


# ---- Moodle ----


@pytest.mark.parametrize("by", ["Adresse de courriel", "Identifiant"])
def test_moodle_imports_the_marks_by_email_or_identifier(course, by):
    content = export(course, ASSIGNMENT, "moodle").marks.read_bytes()
    found = importers.moodle_grades(content, by, NOTE, "Rétroaction")
    suffix = "@exemple.ca" if "courriel" in by else ""
    assert found[f"zbelanger{suffix}"][0] == 20.75
    assert found[f"mcote{suffix}"][0] == 0
    assert found[f"locelik{suffix}"][0] is None
    automatic = importers.moodle_grades(content, by, AUTOMATIC, "Rétroaction")
    assert automatic[f"nsenechal{suffix}"][0] == 12.5


MOODLE = {
    moodle("Zoé Bélanger-Lévesque", 4410231, "q_lineaire.ipynb"): notebook("zoe"),
    moodle("Noé Sénéchal, fils", 4410232, "q_lineaire.ipynb"): notebook("noe"),
    moodle("Maëlle Côté [groupe_2]", 4410233, "q_lineaire.ipynb"): notebook("maelle"),
}
PARTICIPANTS = {4410231: "zbelanger", 4410232: "nsenechal", 4410233: "mcote", 4410239: "autre"}


def test_moodle_gives_each_page_back_to_its_student(course, tmp_path):
    collect(course, ASSIGNMENT, write_zip(tmp_path / "remises.zip", MOODLE))
    for student in MARKS:
        write_page(course, student)
    written = export(course, ASSIGNMENT, "moodle")
    assert importers.moodle_pages(written.pages, PARTICIPANTS) == {
        "zbelanger": "q_lineaire.html",
        "nsenechal": "q_lineaire.html",
        "mcote": "q_lineaire.html",
    }
    with zipfile.ZipFile(written.pages) as archive:
        name = "Zoé Bélanger-Lévesque_4410231_assignsubmission_file_/q_lineaire.html"
        assert archive.read(name) == b"<p>zbelanger</p>"
    # Ada's copy did not come from Moodle: she is named.
    assert "(aroy)" in written.sentences[-1] and "(zbelanger)" not in written.sentences[-1]


def test_a_page_that_is_not_written_yet_is_told(course, tmp_path):
    collect(course, ASSIGNMENT, write_zip(tmp_path / "remises.zip", MOODLE))
    written = export(course, ASSIGNMENT, "moodle")
    assert zipfile.ZipFile(written.pages).namelist() == []
    assert "« autograder feedback »" in written.sentences[-1]
    assert "(zbelanger)" in written.sentences[-1]


# ---- Canvas ----


def test_canvas_imports_one_assignment_and_knows_its_students(course, tmp_path):
    files = {"bélangerlévesquezoé_4410_98765_q_lineaire.ipynb": notebook("zoe")}
    collect(course, ASSIGNMENT, write_zip(tmp_path / "remises.zip", files))
    points, students = importers.canvas_grades(
        export(course, ASSIGNMENT, "canvas").marks.read_bytes()
    )
    assert points == {"q_lineaire": 24}
    found = {identity[1]: (identity, grades["q_lineaire"]) for identity, grades in students.items()}
    assert found["zbelanger"] == (
        ("4410", "zbelanger", "zbelanger", "Bélanger-Lévesque, Zoé"),
        20.75,
    )
    assert found["mcote"][1] == 0
    assert found["locelik"][1] is None and found["nsenechal"][1] is None
    assert len(students) == len(CLASS)


def test_the_details_stand_in_columns_that_canvas_leaves_alone(course):
    text = export(course, ASSIGNMENT, "canvas").marks.read_text("utf-8-sig")
    header, points, *rows = csv.reader(io.StringIO(text))
    place = header.index(f"q_lineaire : {AUTOMATIC}")
    assert points[place] == "(read only)"
    assert {row[2]: row[place] for row in rows}["nsenechal"] == "12.5"


def test_the_number_of_the_gradebook_is_canvass(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student("mcote", lms_user_id="777")
    _, students = importers.canvas_grades(export(course, ASSIGNMENT, "canvas").marks.read_bytes())
    assert ("777", "mcote", "mcote", "Côté, Maëlle") in students


def test_canvas_gives_each_page_back_to_its_student(course, tmp_path):
    files = {
        "bélangerlévesquezoé_4410_98765_q_lineaire.ipynb": notebook("zoe"),
        "sénéchalfilsnoé_LATE_4411_98766_q_lineaire-1.ipynb": notebook("noe"),
    }
    collect(course, ASSIGNMENT, write_zip(tmp_path / "remises.zip", files))
    for student in MARKS:
        write_page(course, student)
    pages = export(course, ASSIGNMENT, "canvas").pages
    users, attachments = {4410: "zbelanger", 4411: "nsenechal"}, {98765: 4410, 98766: 4411}
    assert set(importers.canvas_pages(pages, users, attachments)) == {"zbelanger", "nsenechal"}


# ---- other ways in ----


def test_an_assignment_without_a_written_question_has_no_column_for_it(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.add_assignment("dqn")
        book.add_notebook("dqn", "dqn")
        book.add_grade_cell("test", "dqn", "dqn", max_score=20, cell_type="code")
    header = importers.excel(export(course, ASSIGNMENTS["dqn"], "excel").marks.read_bytes())[0]
    assert AUTOMATIC in header and "Note (sur 20)" in header
    assert not any("écrite" in title for title in header)


def test_an_assignment_that_the_gradebook_does_not_know(course):
    with pytest.raises(UsageError, match="ne connaît pas « dqn »"):
        export(course, ASSIGNMENTS["dqn"], "excel")


def test_a_course_without_a_gradebook_is_left_without_one(tmp_path):
    shutil.copy(ROOT / CONFIG, tmp_path)
    with pytest.raises(UsageError, match="ne connaît pas « q_lineaire »"):
        export(tmp_path, ASSIGNMENTS["q_lineaire"], "moodle")
    with pytest.raises(UsageError, match="autograder collect q_lineaire"):
        write_report(tmp_path, "q_lineaire")
    asked = CliRunner().invoke(app, ["feedback", "q_lineaire", "--course", str(tmp_path)])
    assert "autograder grade q_lineaire" in str(asked.exception)
    assert [path.name for path in tmp_path.iterdir()] == [CONFIG]


@pytest.mark.parametrize(
    ("students", "found"), [((), "est vide"), (("ada", "zoe"), "ne contient aucune note")]
)
def test_a_class_that_handed_nothing_in_is_told_so(tmp_path, empty_gradebook, students, found):
    shutil.copy(ROOT / CONFIG, tmp_path)
    shutil.copy(empty_gradebook, tmp_path)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        _enter_assignment(book)
        for student in students:
            book.add_student(student)
    first, *_ = export(tmp_path, ASSIGNMENT, "moodle").sentences
    assert first == f"Aucune copie de « q_lineaire » n'a été remise : le fichier {found}."


def test_a_class_that_handed_something_in_is_not(course):
    assert not any("n'a été remise" in one for one in export(course, ASSIGNMENT, "excel").sentences)


def test_another_system_is_refused(course):
    with pytest.raises(UsageError, match="Système inconnu : « pdf »"):
        export(course, ASSIGNMENT, "pdf")


def test_a_file_of_the_teachers_choice(course, tmp_path):
    written = export(course, ASSIGNMENT, "moodle", tmp_path / "ici" / "notes.csv")
    assert written.marks.exists()
    assert written.pages == tmp_path / "ici" / "retroactions_moodle.zip"


@pytest.mark.slow
def test_nbgraders_own_export_has_the_same_marks_and_form(course):
    command = [sys.executable, "-m", "nbgrader", "export"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = os.environ | {"PATH": path}  # nbgrader calls alembic by name
    subprocess.run(command, cwd=course, check=True, capture_output=True, env=env)
    header, *rows = importers.excel((course / "grades.csv").read_bytes())
    found = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert len(found) == len(CLASS)
    zoe = found["zbelanger"]
    assert (zoe["Devoir"], zoe["Automatique"], zoe["Note"]) == ("q_lineaire", "17,25", "20,75")
    assert found["locelik"]["Note"] == "" and found["mcote"]["Note"] == "0"


def test_a_part_of_the_class(course):
    sheet = marks.sheet(course, "q_lineaire")
    assert [row.student.id for row in sheet.of(["mcote"]).rows] == ["mcote"]
    assert sheet.of([]) == sheet


def test_a_worksheet_of_moodle_comes_back_filled(course, tmp_path):
    path = tmp_path / "feuille.csv"
    header = "Identifiant,Nom complet,Adresse de courriel,Note,Dernière modification (note)"
    line = "Participant4410231,Zoé Bélanger-Lévesque,zbelanger@exemple.ca,,-"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    written = export(course, ASSIGNMENT, "moodle", sheet_of_moodle=worksheet.read(path))
    assert line.replace(",,", ',"20,75",') in written.worksheet.read_text("utf-8-sig")


@pytest.mark.slow
def test_the_command(course):
    def run(*arguments):
        command = [sys.executable, "-m", "autograder", "export", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=course, check=False)

    done = run("q_lineaire", "--for", "moodle")
    assert done.returncode == 0, done.stderr
    assert "notes_moodle.csv" in done.stdout and "retroactions_moodle.zip" in done.stdout
    assert "Absents, laissés sans note plutôt qu'à zéro (1)" in done.stdout.replace("\n", " ")
    assert run("dqn", "--for", "excel").returncode == 2
