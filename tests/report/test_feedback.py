"""The page that a student gets back: what it shows, and what it must never do."""

import re
import shutil
import subprocess
from copy import deepcopy
from datetime import UTC, datetime
from html.parser import HTMLParser

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom import engines
from autograder.classroom.grading.marking import write_marks
from autograder.classroom.pages.author import author
from autograder.classroom.pages.feedback import FeedbackExporter
from autograder.classroom.pages.figures import figures
from autograder.judging import grading, runner
from autograder.judging.diagnosis import LIBRARY
from autograder.judging.findings import Failed, Raised
from autograder.judging.results import ExerciseResult, NotebookResult, TestResult
from autograder.report import details
from autograder.report.html import TEMPLATES
from autograder.report.student_page import Author, Marks, student_page
from autograder.submission.additions import added
from autograder.submission.cells import is_answer, is_check, name_of
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder

pytestmark = pytest.mark.slow

NAME = "q_lineaire"
EXERCISES = ASSIGNMENTS[NAME].exercises
WRONG = "def get_targets(next_q_vals, rewards, terminal, gamma):\n    return rewards  # ma_marque\n"
FINDING = Failed("get_targets(q, r, t, 1)", "[1, 2]", "r + gamma · max", "regardez l'axe")
REMOTE = "https://exemple.test/pixel.png"
VOID = ("meta", "img", "br", "hr", "input")


class Page(HTMLParser):
    """A page as a browser takes it: its elements, what it would fetch or run, and its texts."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.fetched, self.active = [], [], [], []
        self.elements = []  # (tag, class or id, text), in the order in which they end
        self.csp, self.style = "", ""
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" else []
        self.fetched += [v for k, v in attributes if k in ("src", "srcset", "data", "poster")]
        if tag in ("script", "iframe", "object", "embed", "form", "base", "svg", "link"):
            self.active.append(tag)
        self.active += [f"{tag} {k}" for k in values if k.startswith("on")]
        if not re.fullmatch("(text-align:(left|right|center))?", values.get("style", "")):
            self.active.append(f"{tag} style")  # but for the columns of a table
        if values.get("http-equiv") == "Content-Security-Policy":
            self.csp = values["content"]
        if tag not in VOID:
            self._open.append([tag, values.get("class") or values.get("id"), ""])

    def handle_data(self, data):
        for element in self._open:
            element[2] += data

    def handle_endtag(self, tag):
        element = self._open.pop()
        assert element[0] == tag, f"{element} is closed by {tag}"
        self.elements.append(tuple(element))
        if tag == "style":
            self.style += element[2]

    def texts(self, tag, kind=None):
        """The texts of the elements of a tag and of a class, spaces made one."""
        found = [e for e in self.elements if e[0] == tag and kind in (None, e[1])]
        return [" ".join(text.split()) for _, _, text in found]

    @property
    def rows(self):
        """The lines of the findings: their labels and what stands beside."""
        pairs = zip(self.texts("dt"), [e for e in self.elements if e[0] == "dd"], strict=True)
        return [(label, " ".join(text.split())) for label, (_, _, text) in pairs]


def result(statuses, *, problems=(), finding=FINDING, diagnosis=()):
    """A result in which the exercises pass, but for those of `statuses`."""
    exercises = []
    for name in EXERCISES:
        status = statuses.get(name, "passed")
        points = runner.points(name)
        passes = {"passed": (True, True), "partial": (True, False)}.get(status, (False, False))
        tests = [
            TestResult(
                name=f"Propriété {number} de {name}",
                passed=passed,
                score=points / 2 if passed else 0,
                max_score=points / 2,
                finding=None if passed else finding,
            )
            for number, passed in enumerate(passes)
        ]
        score = sum(test.score for test in tests)
        found = list(diagnosis) if status in ("partial", "failed") else []
        exercises.append(
            ExerciseResult(
                id=name,
                score=score,
                max_score=points,
                status=status,
                tests=tests,
                diagnosis=found,
                seconds=0,
            )
        )
    return NotebookResult(
        assignment=NAME,
        notebook=f"{NAME}.ipynb",
        score=sum(one.score for one in exercises),
        max_score=sum(one.max_score for one in exercises),
        sandbox="bwrap",
        seconds=0,
        problems=list(problems),
        exercises=exercises,
    )


@pytest.fixture
def graded(blank):
    """A graded notebook as nbgrader gives it to the exporter."""

    def make(one, answers=None, *, comments=None, question=0.0, change=lambda notebook: None):
        notebook = fill(blank(NAME), answers or {})
        change(notebook)
        write_marks(notebook, one)
        scores = {f"test_{exercise.id}": exercise.score for exercise in one.exercises}
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader")
            if about and about.get("grade"):
                about.score = scores.get(name_of(cell), question)
            if is_answer(cell):
                about.comment = (comments or {}).get(name_of(cell))
        return notebook

    return make


def page_of(notebook, who=None, penalty=0.0):
    html = student_page(
        NAME, notebook, who or Author("Camille Durand"), Marks(17.5 - penalty, 24, penalty)
    )
    return Page(html), html


def test_the_lessons_figures_are_in_the_page_and_only_in_the_teachers_texts(graded):
    notebook = graded(result({}))
    written = "![la mienne](figures/chariot.svg)"
    teachers = nbformat.v4.new_markdown_cell(written)
    notebook.cells += [added(teachers), teachers]
    drawn = figures(release_folder(ASSIGNMENTS[NAME]))
    html = student_page(NAME, notebook, Author("Zoé"), Marks(17.5, 24, 0), drawn)
    shown = "data:image/svg+xml;base64," + drawn["figures/chariot.svg"]["image/svg+xml"]
    assert html.count(shown) == 2  # in the lesson, and in the last cell
    assert html.count('alt="la mienne"') == 1
    assert len(drawn) == len(list(release_folder(ASSIGNMENTS[NAME]).glob("figures/*")))


def test_the_head_tells_who_when_and_the_marks(graded):
    when = datetime(2026, 3, 1, 13, 5, tzinfo=UTC)
    page, html = page_of(graded(result({}), question=3.5), Author("Zoé <Ba>", when), penalty=1)
    assert page.texts("h1") == ["Zoé <Ba>"]
    assert page.texts("p", "quand") == ["Remis le 01/03/2026 à 13 h 05 (UTC)"]
    assert page.rows[:4] == [
        ("Partie automatique", "20 / 20"),
        ("Question écrite", "3,5 / 4"),
        ("Pénalité de retard", "− 1"),
        ("Total", "16,5 / 24"),
    ]
    assert html.index("<h1>") < html.index("Partie automatique") < html.index('class="puces"')


def test_an_answer_that_waits_for_its_mark_has_none_and_there_is_no_total(graded):
    page, _ = page_of(graded(result({})), Author("Zoé", awaited=frozenset(["question_1"])))
    assert page.rows[:2] == [("Partie automatique", "20 / 20"), ("Question écrite", "à noter")]
    assert "Total" not in dict(page.rows)
    assert "Question 1 : à noter" in page.texts("h3")


def test_several_written_questions_have_one_mark_in_the_head(graded):
    notebook = graded(result({}), question=1.5)
    (written,) = [cell for cell in notebook.cells if name_of(cell) == "question_1"]
    other = deepcopy(written)
    other.metadata.nbgrader.grade_id = "question_tau"
    notebook.cells.append(other)
    page, _ = page_of(notebook)
    assert page.rows[1] == ("Questions écrites", "3 / 8")
    assert {"Question 1 : 1,5 / 4", "Question 3 : 1,5 / 4"} <= set(page.texts("h3"))
    page, _ = page_of(notebook, Author("Zoé", awaited=frozenset(["question_tau"])))
    assert page.rows[1] == ("Questions écrites", "1 à noter")


def test_the_mark_that_counts_is_the_gradebooks(graded):
    """A teacher may have changed it."""
    notebook = graded(result({"phi": "failed"}))
    (cell,) = [c for c in notebook.cells if name_of(c) == "test_phi"]
    cell.metadata.nbgrader.score = 1.25
    page, _ = page_of(notebook)
    assert "✗ phi 1,25 / 2 : à revoir" in page.texts("a")
    assert ("Partie automatique", "19,25 / 20") in page.rows


def test_every_exercise_has_a_chip_that_leads_to_it(graded):
    statuses = {"phi": "partial", "linear_fa": "failed", "get_targets": "missing"}
    page, _ = page_of(graded(result(statuses)))
    chips = [text for text in page.texts("a") if " / " in text]
    assert [chip.split()[:2] for chip in chips[:4]] == [
        ["◐", "phi"],
        ["✗", "linear_fa"],
        ["–", "get_targets"],
        ["✓", "update_theta"],
    ]
    assert len(chips) == len(EXERCISES)
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inner) >= set(EXERCISES)
    assert len(page.ids) == len(set(page.ids))
    assert set(inner) <= set(page.ids)


def test_what_to_look_at_first_stands_beside_the_students_own_code(graded):
    mistake = LIBRARY["get_targets"].mask_missing
    one = result({"get_targets": "partial"}, diagnosis=[mistake])
    page, html = page_of(graded(one, {"get_targets": WRONG}))
    (code,) = page.texts("figure", "code")
    assert code == f"Votre code {' '.join(WRONG.split())}"
    (diagnosis,) = page.texts("div", "diagnostic")
    assert mistake.explanation in diagnosis and mistake.hint in diagnosis
    assert page.rows[-4:] == [
        ("Appel :", "get_targets(q, r, t, 1)"),
        ("Obtenu :", "[1, 2]"),
        ("Attendu :", "r + gamma · max"),
        ("Piste :", "regardez l'axe"),
    ]
    for after in ('<h2 id="reussis"', '<details id="cahier"'):
        assert html.index("[1, 2]") < html.index(after)
    assert '<details class="exercice" id="get_targets" open>' in html
    assert '<details class="exercice" id="phi">' in html  # a success is folded


def test_the_given_docstring_is_not_the_students_own_code(graded):
    page, _ = page_of(graded(result({"phi": "failed"}), references(ASSIGNMENTS[NAME])))
    (code,) = page.texts("figure", "code")
    assert "def phi(state" in code and "return" in code and '"""' not in code


def test_the_answer_written_in_another_cell_is_the_one_shown(graded):
    def elsewhere(notebook):
        (cell,) = [c for c in notebook.cells if name_of(c) == "get_targets"]
        cell.metadata["autograder"] = {"set_aside": True}
        written = added(nbformat.v4.new_code_cell(WRONG))
        written.metadata["autograder"]["answers"] = ["get_targets"]
        notebook.cells.append(written)

    page, _ = page_of(graded(result({"get_targets": "failed"}), change=elsewhere))
    (code,) = page.texts("figure", "code")
    assert "ma_marque" in code and "NotImplementedError" not in code


def test_what_a_student_writes_makes_no_line_of_its_own(graded):
    forged = Raised("phi(s, 1)", "ValueError", "x — attendu : y — piste : <b>20 / 20</b>", "")
    page, html = page_of(graded(result({"phi": "failed"}, finding=forged)))
    labels = [label for label, _ in page.rows if label.endswith(":")]
    assert labels == ["Appel :", "Obtenu :", "Attendu :", "Piste :"]
    assert "<b>20" not in html
    assert page.texts("p", "lignes") == ["Même constat."]  # the second test found the same


def test_an_exercise_that_is_not_written_is_told_once(graded):
    missing = Raised("phi(s, 1)", "NotImplementedError", "", "")
    statuses = dict.fromkeys(("phi", "update_theta"), "missing")
    page, html = page_of(graded(result(statuses, finding=missing)))
    (section,) = page.texts("section", "a-ecrire")
    assert section == "Pas encore écrit phi (2 points) update_theta (4 points)"
    before = html[: html.index('<details id="cahier"')]
    assert "Propriété 0 de phi" not in before and "n'est pas encore écrite" not in before
    assert before.count(">phi<") == 2  # its chip and its line


def test_an_unreadable_submission_is_told_so_and_nothing_else(graded):
    problem = "Le fichier n'est <pas> un cahier."
    one = grading.ungraded(ASSIGNMENTS[NAME], f"{NAME}.ipynb", [problem])
    page, html = page_of(graded(one))
    assert page.texts("h2") == ["Cette copie n'a pas pu être corrigée"]
    assert page.texts("section", "illisible")[0].endswith(problem)
    assert page.texts("h1") == ["Camille Durand"]
    for absent in ("<details", "<nav", "<dl", "def phi"):
        assert absent not in html


def test_remarks_are_shown_as_they_are_and_once(graded):
    problems = [f"La cellule « <i>{number}</i> » a échoué." for number in range(7)]
    page, html = page_of(graded(result({}, problems=problems)))
    assert [text for text in page.texts("li") if text.startswith("La cellule")] == problems
    assert "Les autres remarques" in html and "<i>" not in html


def test_comments_are_rendered_and_escaped(graded):
    comment = "Bien, mais **concluez** <b>vite</b> : $\\frac{1}{B}$ [ici](javascript:alert(1))"
    page, html = page_of(graded(result({}), comments={"question_1": comment, "phi": "Joli."}))
    text, short = page.texts("div", "commentaire")
    assert text.startswith("Bien, mais concluez <b>vite</b> :")
    assert short == "Joli."
    assert "<strong>concluez</strong>" in html and "<mfrac>" in html
    assert not [link for link in page.links if "javascript" in link]


def test_no_response_is_said_in_french(graded):
    page, html = page_of(graded(result({}), comments={"question_1": "No response."}))
    assert "Pas de réponse." in page.texts("p")
    assert "No response" not in html


HOSTILE = (
    f'<script>alert(1)</script><img src="{REMOTE}" onerror=alert(1)><iframe src={REMOTE}></iframe>'
    f"<style>@import url({REMOTE})</style>"
)


def hostile(notebook):
    """Everything that a student may fill, filled with what a browser would run or fetch."""
    texts = (HOSTILE, f"![x]({REMOTE}) ![y][z] [w](javascript:alert(1))\n\n[z]: {REMOTE}")
    formulas = "$\\text{<script>alert(1)</script>}$ $\\href{javascript:alert(1)}{x}$"
    notebook.cells += [added(nbformat.v4.new_markdown_cell(t)) for t in (*texts, formulas)]
    for cell in notebook.cells:
        if name_of(cell) == "question_1":
            cell.source = HOSTILE + formulas
    code = added(nbformat.v4.new_code_cell(f"# {HOSTILE}"))
    code.outputs = [
        {"output_type": "stream", "name": "stdout", "text": HOSTILE},
        {"output_type": "stream", "name": "stdout", "text": {"a": HOSTILE}},
        {"output_type": "display_data", "data": {"image/png": f'"><{HOSTILE}'}, "metadata": {}},
        {"output_type": "display_data", "data": [HOSTILE], "metadata": {}},
        {"output_type": "display_data", "data": {"image/png": {"a": 1}, "text/plain": HOSTILE}},
        {"output_type": "display_data", "data": {"text/html": HOSTILE}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": [HOSTILE, 3, None]},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": HOSTILE},
    ]
    code.outputs = [nbformat.from_dict(output) for output in code.outputs]
    notebook.cells.append(code)


def test_nothing_of_a_student_runs_or_is_fetched(graded):
    forged = Raised(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    one = result({"phi": "failed"}, problems=[HOSTILE], finding=forged)
    answers = {"phi": f"def phi(s, a):\n    '''{HOSTILE}'''\n    return '{HOSTILE}'"}
    page, _ = page_of(
        graded(one, answers, comments={"question_1": HOSTILE}, change=hostile), Author(HOSTILE)
    )
    assert page.active == []
    assert page.texts("style")[0].count("@import") == 0
    assert len([tag for tag, _, _ in page.elements if tag == "style"]) == 1
    assert all(address.startswith("data:image/") for address in page.fetched)
    assert all(re.match(r"#|https?://", link) for link in page.links)


def test_the_page_is_one_file_that_fetches_nothing(graded):
    page, _ = page_of(graded(result({"phi": "failed"}), references(ASSIGNMENTS[NAME])))
    assert page.active == [] and page.fetched == []
    assert not re.search(r"url\(|@import|@font-face", page.style)
    rules = dict(rule.strip().split(" ", 1) for rule in page.csp.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert "script-src" not in rules  # default-src stands for it
    assert page.texts("math") and not page.texts("code", "latex")


def test_the_whole_notebook_is_behind_one_fold(graded):
    _, html = page_of(graded(result({}), references(ASSIGNMENTS[NAME])))
    start = html.index('<details id="cahier">')
    assert "Votre cahier" in html[start : start + 200]
    for cell in graded(result({})).cells:
        if is_check(cell):
            assert f"Tests de {name_of(cell).removeprefix('test_')}" in html[start:]
    assert "def phi" not in " ".join(Page(html).texts("section"))
    assert "produit scalaire" in html[start:]  # of the teacher's text


def test_a_notebook_that_an_older_version_graded_still_has_its_marks(graded):
    notebook = graded(result({"phi": "partial", "linear_fa": "failed"}))
    for kept in ({}, {"exercises": [{"id": 3}]}):
        notebook.metadata[details.KEY] = kept
        page, _ = page_of(notebook)
        assert [text[:5] for text in page.texts("a")[:2]] == ["◐ phi", "✗ lin"]


def themes():
    """The colours of the screen, light and dark, and of the print."""
    css = TEMPLATES.get_template("retour.css.j2").render()
    light, dark, printed = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for block in re.findall(r":root \{ color-scheme[^}]*\}|:root \{ --fond[^}]*\}", css)
    )
    assert css.index("prefers-color-scheme: dark") < css.index(dark["fond"])
    assert css.index("@media print") < css.rindex("--fond")
    return {"light": light, "dark": dark, "print": printed}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_every_text_can_be_read_on_every_ground(theme):
    """WCAG 2.2, 1.4.3: a contrast of 4.5 at least."""
    colours = themes()[theme]
    grounds = [value for name, value in colours.items() if name.endswith("fond") or name == "doux"]
    inks = ("encre", "pale", "lien", "mot", "texte", "nombre", "note", "nommer")
    pairs = [(colours[ink], ground) for ink in inks for ground in grounds]
    pairs += [(colours[one], colours[f"{one}-fond"]) for one in ("oui", "mi", "non")]
    for ink, ground in pairs:
        low, high = sorted(map(luminance, (ink, ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


@pytest.fixture
def gradebook(tmp_path):
    engines.share()
    address = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(address) as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
        book.add_grade_cell("question_1", NAME, NAME, max_score=4, cell_type="markdown")
        book.add_student("zoe", first_name="Zoé", last_name="Ba")
        book.add_student("yan")
        for student in ("zoe", "yan"):
            book.add_submission(NAME, student, timestamp=datetime(2026, 3, 1, 12, 5))
            waits = student == "zoe"
            book.find_grade("question_1", NAME, NAME, student).needs_manual_grade = waits
        book.db.commit()
    return address


def test_the_author_is_who_the_gradebook_knows(gradebook):
    names = {"db_url": gradebook, "assignment": NAME}
    zoe, yan = (author(names | {"student": student}) for student in ("zoe", "yan"))
    assert zoe.name == "Zoé Ba" and zoe.awaited == {"question_1"}
    assert zoe.handed_in.timestamp() == 1772366700  # noon of UTC, whatever the machine's zone
    assert yan.name == "yan" and not yan.awaited
    assert author(names | {"student": "nobody"}) == Author("nobody")
    assert author({"student": "zoe"}) == Author("zoe")


def test_nbgrader_gets_a_page_from_the_exporter(graded):
    names = {"notebook": NAME, "score": 3, "max_score": 24, "late_penalty": 0}
    exporter = FeedbackExporter()
    html, _ = exporter.from_notebook_node(graded(result({})), {"nbgrader": names})
    assert exporter.file_extension == ".html"
    assert Page(html).texts("h1") == [NAME]
    assert ("Total", "3 / 24") in Page(html).rows


@pytest.mark.skipif(not shutil.which("chromium"), reason="il faut un navigateur pour imprimer")
def test_the_worst_page_prints_on_two_sheets(graded, tmp_path):
    loops = references(ASSIGNMENTS[NAME])
    one = result(
        dict.fromkeys(EXERCISES, "failed"),
        problems=["La cellule qui commence par « theta » n'a pas fini dans le temps alloué."] * 20,
        diagnosis=list(LIBRARY["update_theta"])[:2],
    )
    answers = loops | {"phi": loops["batch_linear_q"] * 3}
    comments = {"question_1": "Bien, mais **concluez**. $$\\frac{1}{B}$$"}
    _, html = page_of(graded(one, answers, comments=comments, question=2))
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'p'}"]
    printed = [f"--print-to-pdf={tmp_path / 'page.pdf'}", (tmp_path / "page.html").as_uri()]
    subprocess.run(["chromium", *options, *printed], capture_output=True, timeout=120, check=True)
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes())
    assert 1 <= len(pages) <= 2
