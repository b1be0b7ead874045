"""The whole nbgrader cycle with plain `nbgrader` commands: exchange, two folders, formgrader."""

import ast
import csv
import getpass
import html
import json
import re
import shutil
import subprocess

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.runner import points
from autograder.paths import EXERCISES, ROOT
from autograder.submission.fill import fill, references
from tests.classroom.nbgrader_folder import BIN, environment, formgrader

pytestmark = pytest.mark.long  # of this, test_term.py has the exchange and the marks

NAME = "q_lineaire"
ANSWER = "Le gradient vaut $-\\frac{2}{B} \\sum_i (y_i - q_i) \\phi_i$."
FLAT_TAKE = ("q_vals[np.arange(batch_size), actions_taken]", "np.take(q_vals, actions_taken)")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The teacher's course, the student's folder, and the exchange between them."""
    root = tmp_path_factory.mktemp("cours")
    teacher, student, exchange = (root / name for name in ("prof", "etudiante", "echange"))
    for folder in (teacher, student, exchange):
        folder.mkdir()
    exchange.chmod(0o777)
    shutil.copytree(ROOT / "source", teacher / "source")
    settings = f"\nc.Exchange.root = {str(exchange)!r}\n"
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + settings
    (teacher / "nbgrader_config.py").write_text(config, encoding="utf-8")
    own = f"c = get_config()\nc.CourseDirectory.course_id = 'approximation_q'{settings}"
    (student / "nbgrader_config.py").write_text(own, encoding="utf-8")
    return teacher, student


def is_marked(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def nbgrader(folder, *arguments):
    done = subprocess.run(
        [BIN / "nbgrader", *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def cycle(places):
    """The cycle up to the export, run once for the tests below."""
    teacher, student = places
    nbgrader(teacher, "generate_assignment", NAME)
    nbgrader(teacher, "release_assignment", NAME)
    nbgrader(student, "fetch_assignment", NAME)
    path = student / NAME / f"{NAME}.ipynb"
    answers = references(ASSIGNMENTS[NAME])
    answers["update_theta"] = answers["update_theta"].replace(*FLAT_TAKE)
    answers["question_1"] = ANSWER
    nbformat.write(fill(nbformat.read(path, as_version=4), answers), path)
    nbgrader(student, "submit", NAME)
    nbgrader(teacher, "collect", NAME)
    nbgrader(teacher, "autograde", NAME)
    with formgrader(teacher) as api:
        grade_by_hand(api)
    nbgrader(teacher, "generate_feedback", NAME)
    nbgrader(teacher, "release_feedback", NAME)
    nbgrader(student, "fetch_feedback", NAME)
    nbgrader(teacher, "export", "--to", "notes.csv")
    return teacher, student


def grade_by_hand(api):
    """What a teacher does in formgrader: open the submission, mark question 1, comment on it."""
    (submission,) = json.loads(api(f"api/submitted_notebooks/{NAME}/{NAME}"))
    page = api(f"submissions/{submission['id']}/")
    assert "update_theta" in page
    assert "Barème" in page and "semi-gradient" in page
    grades = json.loads(api(f"api/grades?submission_id={submission['id']}"))
    (question,) = [grade for grade in grades if grade["needs_manual_grade"]]
    assert question["name"] == "question_1"
    api(f"api/grade/{question['id']}", {"manual_score": 3.5})
    comments = json.loads(api(f"api/comments?submission_id={submission['id']}"))
    (comment,) = [c for c in comments if c["name"] == "question_1"]
    api(f"api/comment/{comment['id']}", {"manual_comment": "Bien, mais <b>concluez</b>."})


def test_the_marks_reach_the_export(cycle):
    teacher, _ = cycle
    with open(teacher / "notes.csv", encoding="utf-8-sig") as file:
        lines = csv.DictReader(file, delimiter=";")
        rows = {(row["Devoir"], row["Identifiant"]): row for row in lines}
    row = rows[NAME, getpass.getuser()]
    cells = nbformat.read(teacher / "notebooks" / NAME / f"{NAME}.ipynb", as_version=4).cells
    marked = [cell.metadata.nbgrader.get("points", 0) for cell in cells if is_marked(cell)]
    total, out_of = (float(row[name].replace(",", ".")) for name in ("Note", "Note sur"))
    assert out_of == sum(marked)
    # the question loses half a point, update_theta some of its own
    assert sum(marked) - points("update_theta") < total < sum(marked) - 0.5


def test_the_feedback_explains_in_french_and_gives_nothing_away(cycle):
    _, student = cycle
    (page,) = (student / NAME / "feedback").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "Rétroaction" in text
    assert re.search(r"<dt>Appel\u00a0:</dt><dd class=\"valeur\">update_theta", text)
    assert "3,5 / 4" in text
    assert "&lt;b&gt;concluez" in text
    seen = html.unescape(re.sub(r"<[^>]*>", "", text))  # code is coloured, token by token
    for module in EXERCISES.glob("*/*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for statement in filter(says_something, ast.walk(tree)):
            code = ast.unparse(statement).splitlines()[0]
            assert len(code) < 30 or code not in seen
    assert "test_hidden" not in text
    assert "Traceback" not in seen


def says_something(node):
    """Whether a node is a statement that would tell of a test; any code has imports."""
    return isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom)


def test_the_graded_notebook_holds_one_mark_a_cell_written_by_the_grader(cycle):
    teacher, _ = cycle
    (path,) = (teacher / "autograded").rglob("*.ipynb")
    graded = nbformat.read(path, as_version=4)
    checks = [c for c in graded.cells if c.metadata.get("nbgrader", {}).get("points")]
    assert len(checks) == len(ASSIGNMENTS[NAME].exercises) + 1
    for cell in checks:
        if cell.cell_type == "code":
            (output,) = cell.outputs
            assert 0.0 <= float(output.data["text/plain"]) <= cell.metadata.nbgrader.points
            assert set(output.data) == {"text/plain", "text/html"}


def test_an_unreadable_notebook_does_not_stop_the_class(cycle):
    teacher, _ = cycle
    folder = teacher / "submitted" / "zoe" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text("ceci n'est pas un cahier", encoding="utf-8")
    nbgrader(teacher, "autograde", NAME, "--student", "zoe")
    graded = (teacher / "autograded" / "zoe" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "n'est pas un cahier Jupyter lisible" in graded
