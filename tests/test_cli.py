"""The commands as a user runs them: exit codes, tables, JSON."""

import functools
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.catalogue import ASSIGNMENTS
from autograder.cli import app, main
from autograder.judging import grading
from autograder.paths import ROOT
from autograder.submission.cells import is_check
from autograder.submission.fill import references
from autograder.typography import unbreakable
from tests.share import IMPATIENT, first_now

pytestmark = pytest.mark.slow

KEYS = {
    "assignment",
    "notebook",
    "score",
    "max_score",
    "sandbox",
    "seconds",
    "problems",
    "exercises",
}
EXERCISE_KEYS = {"id", "score", "max_score", "status", "tests", "diagnosis", "seconds"}
TEST_KEYS = {"name", "passed", "score", "max_score", "message"}


@dataclass(frozen=True)
class Done:
    """What a finished command leaves."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def autograder(monkeypatch, capsys):
    """Run the command in this process, where what it imports is loaded once for all tests."""

    def run(*arguments, cwd=None):
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, arguments)])
        with monkeypatch.context() as there, pytest.raises(SystemExit) as ended:
            if cwd:
                there.chdir(cwd)
            main()
        return Done(ended.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture
def check(autograder, tmp_path):
    """The exit code and the JSON of `autograder check`."""

    def run(path):
        out = tmp_path / "resultat.json"
        done = autograder("check", path, "--json", out)
        assert out.exists(), done.stderr
        return done.returncode, json.loads(out.read_text(encoding="utf-8"))

    return run


def in_a_process(*arguments):
    """The command as a shell starts it."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_command_starts_without_what_no_notebook_needs():
    """A grammar of addresses, which jsonschema would build: two seconds of every process."""
    code = "import sys, autograder.judging.grading, nbformat; print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_help_is_in_french():
    done = in_a_process("--help")
    assert done.returncode == 0
    for command in ("build", "check", "grade", "feedback", "demo"):
        assert command in done.stdout
    assert "cahier" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("grade", "q_lineare"), "Devoir inconnu : « q_lineare ». Peut-être « q_lineaire » ?"),
        (("check", "autograder"), "Le fichier autograder est un dossier."),
        (("mark", "q_lineaire", "--port", "99999"), "L'option --port doit valoir au plus 65535."),
        (("watch", "q_lineaire", "--every", "x"), "L'option --every attend un nombre."),
    ],
)
def test_a_wrong_command_line_is_told_in_a_french_sentence(autograder, arguments, sentence):
    done = autograder(*arguments, cwd=ROOT)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_gets_full_marks(blank, handed_in, check, name):
    path = handed_in(name, references(ASSIGNMENTS[name]))
    code, result = check(path)
    assert code == 0
    assert result.keys() == KEYS
    assert result["problems"] == []
    released = sum(cell.metadata.nbgrader.points for cell in blank(name).cells if is_check(cell))
    assert result["score"] == result["max_score"] == released
    assert [e["id"] for e in result["exercises"]] == list(ASSIGNMENTS[name].exercises)
    for exercise in result["exercises"]:
        assert exercise.keys() == EXERCISE_KEYS
        assert exercise["status"] == "passed"
        assert exercise["score"] == sum(test["max_score"] for test in exercise["tests"])
        assert all(test.keys() == TEST_KEYS for test in exercise["tests"])


@pytest.mark.parametrize("name", first_now(pytest.mark.long))
def test_the_blank_notebook_gets_nothing(handed_in, check, name):
    code, result = check(handed_in(name, {}))
    assert code == 0
    assert result["score"] == 0.0
    assert {e["status"] for e in result["exercises"]} <= {"missing", "failed"}


@pytest.mark.long
def test_a_crash_in_one_exercise_costs_that_exercise(handed_in, check, monkeypatch):
    monkeypatch.setattr(grading, "grade", functools.partial(grading.grade, limits=IMPATIENT))
    answers = references(ASSIGNMENTS["q_lineaire"]) | {
        "linear_fa": "def linear_fa(theta, state, actions):\n    import os\n    os._exit(1)",
        "get_targets": "def get_targets(*args):\n    while True:\n        pass",
    }
    code, result = check(handed_in("q_lineaire", answers))
    statuses = {e["id"]: e["status"] for e in result["exercises"]}
    assert code == 0
    assert statuses.pop("linear_fa") == "error"
    assert statuses.pop("get_targets") == "timeout"
    assert set(statuses.values()) == {"passed"}


def test_an_early_error_is_survived_and_a_forged_mark_ignored(handed_in, check):
    def change(filled):
        forged = "from IPython.display import display\ndisplay(20.0)\n20.0"
        filled.cells.insert(0, new_code_cell("ceci n'est pas du Python"))
        filled.cells.append(new_code_cell(forged))
        for cell in filled.cells:
            if cell.cell_type == "code":
                mark = nbformat.v4.new_output("execute_result", {"text/plain": "20"})
                cell.outputs = [mark]

    answers = {"phi": references(ASSIGNMENTS["q_lineaire"])["phi"]}
    code, result = check(handed_in("q_lineaire", answers, change))
    assert code == 0
    scores = {e["id"]: e["score"] for e in result["exercises"]}
    assert scores.pop("phi") == result["exercises"][0]["max_score"]
    assert set(scores.values()) == {0.0}


def test_an_unreadable_notebook_is_said_in_french(check, tmp_path):
    path = tmp_path / "q_lineaire.ipynb"
    path.write_text("ceci n'est pas un cahier", encoding="utf-8")
    code, result = check(path)
    assert code == 1
    assert result["score"] == 0.0
    assert "q_lineaire.ipynb" in result["problems"][0]


def test_a_renamed_notebook_is_recognised(handed_in, check, tmp_path):
    path = handed_in("q_lineaire", {}).rename(tmp_path / "copie.ipynb")
    code, result = check(path)
    assert code == 0
    assert (result["notebook"], result["assignment"]) == ("copie.ipynb", "q_lineaire")


def test_a_notebook_of_no_assignment_is_refused_with_what_to_type(autograder, tmp_path):
    path = tmp_path / "copie.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")]), path)
    done = autograder("check", path)
    assert done.returncode == 2
    assert "--assignment" in done.stderr


def test_what_is_not_a_notebook_is_said_to_be_none(autograder, tmp_path):
    path = tmp_path / "copie.txt"
    path.write_text("ceci n'est pas un cahier", encoding="utf-8")
    done = autograder("check", path)
    assert done.returncode == 2
    assert "Le fichier copie.txt n'est pas un cahier Jupyter lisible" in done.stderr


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["grad"], "Commande inconnue : « grad ». Peut-être « grade » ?"),
        (["inconnue"], "Commande inconnue : « inconnue »."),
        (["grade"], "Il manque l'argument DEVOIR."),
        (
            ["grade", "q", "--job", "3"],
            "inconnue : --job. Peut-être --jobs, --json ou --log ?",
        ),
        (
            ["build", "--inconnue"],
            "autograder build --help ».",
        ),
        (["build", "--chek"], "Option inconnue : --chek. Peut-être --check ou --help ?"),
        (["verify", "phii"], "Exercice inconnu : « phii ». Peut-être « phi » ?"),
        (["grade", "dqn", "--course", "absent"], "Le dossier absent n'existe pas."),
        (["grade", "q", "--jobs", "0"], "L'option --jobs doit valoir au moins 1."),
        (["grade", "q", "--jobs", "x"], "L'option --jobs attend un nombre entier."),
        (["grade", "q", "--jobs"], "L'option --jobs attend une valeur."),
        (["build", "--check=3"], "L'option --check ne prend pas de valeur."),
        (["check", "a", "b"], "Argument en trop : b."),
        (["grade", "dqn", "--json", "la/x.json"], "Le dossier la n'existe pas : x.json n'y sera"),
        (["verify", "phi", "--json", "."], ". est un dossier : donnez le nom d'un fichier."),
        (["compare", "absent.json", "absent.json"], "Le fichier absent.json n'existe pas."),
    ],
)
def test_a_wrong_command_line_is_told_in_french(autograder, arguments, sentence, tmp_path):
    done = autograder(*arguments, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_no_help_page_has_an_english_word(autograder):
    for command in ("", *(one.name or one.callback.__name__ for one in app.registered_commands)):
        shown = autograder(*command.split(), "--help").stdout
        assert unbreakable("Utilisation :") in shown
        for english in ("Usage:", "Show this", "default:", "required", "Commands"):
            assert english not in shown
        assert not re.search(r"<\w+|[{}]|\.\.\.", shown)  # <str>, {DEVOIR}, [EXERCICE]...


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "absent/q_lineaire.ipynb"],
        ["check", "q_lineaire.ipynb", "--assignment", "inconnu"],
        ["grade", "inconnu"],
        ["grade", "q_lineaire"],
        ["feedback", "q_lineaire"],
        ["compare", "absent.json", "absent.json"],
        ["inconnue"],
        ["build", "--inconnue"],
    ],
)
def test_wrong_usage_exits_with_2(autograder, arguments, tmp_path):
    done = autograder(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_demo_does_not_overwrite_a_folder(autograder, tmp_path):
    (tmp_path / "precieux.txt").write_text("à garder")
    done = autograder("demo", "--folder", tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "precieux.txt").exists()
    shutil.rmtree(tmp_path)


def test_the_grader_reads_the_mistakes_of_the_exercises_that_it_grades_only():
    code = (
        "import sys, autograder.judging.grading, autograder.judging.diagnosis as found\n"
        "found.require(['phi'])\n"
        "start = 'autograder.exercises.'\n"
        "print({m.split('.')[2] for m in sys.modules if m.startswith(start)})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{'phi'}\n"
