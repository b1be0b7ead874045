"""A term replayed, from the release to the exports: at each step every place gives the same marks.

Three students, three ways to hand in: Moodle's zip, nbgrader's exchange, a file put in its folder
by hand; a fourth one never comes. Their copies are really graded, but for the training loop.
"""

import getpass
import json
import re
import shutil
import subprocess
import zipfile

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.collecting.collect import collect
from autograder.classroom.exporting.export import export
from autograder.classroom.grading import fingerprint, gradebook
from autograder.classroom.pages import book, overview
from autograder.judging import runner
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook
from tests.classroom import importers
from tests.classroom.conftest import Term
from tests.classroom.deposits import moodle, write_zip
from tests.classroom.nbgrader_folder import BIN, environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
]

ASSIGNMENT = ASSIGNMENTS["q_lineaire"]
NAME = ASSIGNMENT.name
ADA, BLAISE, CHLOE, DENIS = "alovelace", getpass.getuser(), "cturing", "dvinci"
CLASS = {
    ADA: ("Ada", "Lovelace"),
    BLAISE: ("Blaise", "Pascal"),
    CHLOE: ("Chloé", "Turing"),
    DENIS: ("Denis", "Vinci"),
}
CAME = (ADA, BLAISE, CHLOE)
CODE = references(ASSIGNMENT) | {"batch_linear_q": ""}
FIRST = CODE | {"question_1": "Première réponse."}
SECOND = CODE | {"question_1": "Deuxième réponse, avec une photo."}
WRONG_SIGN = FIRST | {"phi": "def phi(state, action):\n    return state if action == 0 else -state"}
ALL = 16.0  # every automatic point but the loop's four
SETTINGS = """
from nbgrader.plugins import BasePlugin

c.Exchange.root = {exchange!r}


class TwoPoints(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2 if total_seconds_late > 0 else 0


c.AssignLatePenalties.plugin_class = TwoPoints
"""
REFUSAL = '    require(False, call="phi", obtained="x", expected="y", hint="z")\n'
NOTE, AUTOMATIC = "Note (sur 24)", "Automatique (sur 20)"


class RealTerm(Term):
    """The course, its students' own folder, and what Moodle gives."""

    def __init__(self, folder, place):
        super().__init__(folder)
        self.student, exchange = place / "etudiant", place / "echange"
        for one in (self.student, exchange):
            one.mkdir()
        exchange.chmod(0o777)
        with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(SETTINGS.format(exchange=str(exchange)))
        own = f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
        own += "c.CourseDirectory.course_id = 'approximation_q'\n"
        (self.student / "nbgrader_config.py").write_text(own, encoding="utf-8")
        self.downloads = 0
        with self.book() as held:
            held.update_or_create_assignment(NAME, duedate="2100-01-01 12:00:00 UTC")
            for name, (first, last) in CLASS.items():
                email = f"{name}@exemple.ca"
                held.add_student(name, first_name=first, last_name=last, email=email)

    def nbgrader(self, folder, *arguments):
        done = subprocess.run(
            [BIN / "nbgrader", *arguments],
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def notebook(self, answers):
        return fill(teacher_notebook(self.folder / "notebooks" / NAME, ASSIGNMENT), answers)

    def by_moodle(self, answers):
        """Ada's copy, in the zip of all submissions."""
        self.downloads += 1
        content = nbformat.writes(self.notebook(answers)).encode()
        path = self.folder / f"remises_{self.downloads}.zip"
        collect(
            self.folder,
            ASSIGNMENT,
            write_zip(path, {moodle("Ada Lovelace", 11, f"{NAME}.ipynb"): content}),
        )

    def by_exchange(self, answers):
        """Blaise's copy, which he submits and the teacher collects."""
        self.nbgrader(self.folder, "release_assignment", NAME)
        (self.student / NAME).mkdir()
        nbformat.write(self.notebook(answers), self.student / NAME / f"{NAME}.ipynb")
        self.nbgrader(self.student, "submit", NAME)
        self.nbgrader(self.folder, "collect", NAME)

    def grade_all(self):
        return {name: self.grade(name).score for name in CAME}


@pytest.fixture
def term(tmp_path, registered):
    return RealTerm(shutil.copytree(registered, tmp_path / "cours"), tmp_path)


def totals(term):
    """The final marks, None while one waits; fails where two places do not say the same."""
    rows = {row.student: row for row in book.read(term.folder, NAME, CAME).rows}
    excel = importers.excel(export(term.folder, ASSIGNMENT, "excel").marks.read_bytes())
    table = {line[0]: dict(zip(excel[0], line, strict=True)) for line in excel[1:]}
    written = export(term.folder, ASSIGNMENT, "moodle")
    imported = importers.moodle_grades(
        written.marks.read_bytes(), "Identifiant", NOTE, "Rétroaction"
    )
    canvas = export(term.folder, ASSIGNMENT, "canvas").marks.read_bytes()
    canvas = {key[1]: given[NAME] for key, given in importers.canvas_grades(canvas)[1].items()}
    overview.write_report(term.folder, NAME)
    report = json.loads((term.folder / "rapports" / f"{NAME}.json").read_text(encoding="utf-8"))
    for name in CAME:
        row, waits = rows[name], bool(rows[name].awaited)
        with term.book() as held:
            entry = held.find_submission(NAME, name)
            assert row.total == max(0.0, entry.score - entry.late_submission_penalty)
            assert importers.french_number(table[name][AUTOMATIC]) == entry.code_score
        final = None if waits else row.total
        assert table[name][NOTE] == ("" if waits else shown(row.total))
        assert imported[name][0] == canvas[name] == final
        page = on_the_page(term, name)
        assert page["Partie automatique"] == table[name][AUTOMATIC]
        assert page.get("Total", "") == table[name][NOTE]
    assert table[DENIS][NOTE] == "" and imported[DENIS][0] is canvas[DENIS] is None
    assert {one["student"] for one in report["students"]} == CLASS.keys()
    return {name: None if row.awaited else row.total for name, row in rows.items()}


def shown(number):
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def on_the_page(term, name):
    """The marks that a student reads, without what each is out of."""
    page = gradebook.write_feedback(term.folder, NAME, name) / f"{NAME}.html"
    found = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page.read_text(encoding="utf-8"))
    return {label: text.partition(" / ")[0] for label, text in found}


def spoil_a_hidden_test(patch, folder):
    """Have phi's last property refuse everybody, until the patch is undone."""
    copy = folder / "exercises"
    shutil.copytree(fingerprint.EXERCISES, copy)
    path = copy / "phi" / "test_hidden.py"
    text = path.read_text(encoding="utf-8")
    before, name, body = text.rpartition("def test_state_untouched(student):\n")
    sentence, quotes, rest = body.partition('"""\n')
    path.write_text(f"{before}{name}{sentence}{quotes}{REFUSAL}{rest}", encoding="utf-8")
    patch.setattr(runner, "EXERCISES", copy)
    for room in (*fingerprint.ROOMS, *fingerprint.MODULES):
        (folder / room).symlink_to(fingerprint.EXERCISES.parent / room)
    patch.setattr(fingerprint, "EXERCISES", copy)


def test_a_term(term, tmp_path):
    term.by_moodle(FIRST)
    term.by_exchange(WRONG_SIGN)
    term.hand_in(CHLOE, FIRST, when="2100-01-02 12:00:00 UTC")
    assert sorted(gradebook.students(term.folder, NAME)) == sorted(CAME)

    with pytest.MonkeyPatch.context() as patch:
        (tmp_path / "faux").mkdir()
        spoil_a_hidden_test(patch, tmp_path / "faux")
        assert term.grade_all() == {ADA: ALL - 0.5, BLAISE: ALL - 2.0, CHLOE: ALL - 0.5}
        assert totals(term) == {ADA: None, BLAISE: None, CHLOE: None}

    assert term.grade_all() == {ADA: ALL, BLAISE: ALL - 2.0, CHLOE: ALL}  # the test is corrected
    for name, given in ((ADA, 3.5), (BLAISE, 1.0), (CHLOE, 4.0)):
        term.mark_by_hand(name, "question_1", given, comment="Lu.")
    assert totals(term) == {ADA: ALL + 3.5, BLAISE: ALL - 1.0, CHLOE: ALL + 4.0 - 2.0}

    term.by_moodle(SECOND)
    term.grade_all()
    assert totals(term) == {ADA: None, BLAISE: ALL - 1.0, CHLOE: ALL + 2.0}
    (awaited,) = book.read(term.folder, NAME, [ADA]).rows[0].awaited
    assert (awaited.cell, awaited.former) == ("question_1", 3.5)
    term.mark_by_hand(ADA, "question_1", 4.0)

    with term.book() as held:
        held.update_or_create_assignment(NAME, duedate="2100-01-03 12:00:00 UTC")
    term.grade_all()
    assert totals(term) == {ADA: ALL + 4.0, BLAISE: ALL - 1.0, CHLOE: ALL + 4.0}
    pages = export(term.folder, ASSIGNMENT, "moodle").pages
    (given_back,) = zipfile.ZipFile(pages).namelist()  # Ada's: the others did not come by Moodle
    page = gradebook.write_feedback(term.folder, NAME, ADA) / f"{NAME}.html"
    assert zipfile.ZipFile(pages).read(given_back) == page.read_bytes()
