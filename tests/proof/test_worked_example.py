"""docs/justesse.md is up to date; its worked example is followed to the letter, in a copy."""

import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from autograder.paths import EXERCISES, ROOT
from autograder.proof.scores import REQUIRED
from autograder.report.proofs import PROMISES

DOCUMENT = ROOT / "docs" / "justesse.md"
HEADING = "## Ajouter un exercice, pas à pas"
# An exercise may have no such mutant, no cheat, and its visible checks in its notebook.
OPTIONAL = ("equivalent", "foiled", "seen", "shown")
EXERCISE = "discounted_return"
FOLDERS = ("aides", "autograder", "notebooks", "solutions", "source")
CACHES = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")

# What the text in bold asks for; a code span that holds backquotes has two of them around it.
SPAN = r"(?:`` (.+) ``|`([^`]+)`)"
ACTIONS = {
    "create": rf"Nouveau fichier {SPAN}",
    "answer": rf"Dans {SPAN}, mettez à la place de la solution la réponse de {SPAN}",
}
WITHOUT_BLOCK = ("answer",)
FENCE = re.compile(r"(`{3,})(\w*)$")
ELLIPSIS = re.compile(r"^…$", re.MULTILINE)
BOX = re.compile(r"[\u2500-\u257f]")


@dataclass(frozen=True)
class Step:
    """Something to do: a command for `console`, otherwise what a line in bold asks for."""

    action: str
    arguments: tuple[str, ...]
    block: str


def document() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def steps() -> Iterator[Step]:
    """Each step of the example; every line in bold and every block of it is one."""
    lines = iter(document().partition(f"\n{HEADING}\n")[2].splitlines())
    asked = None
    for line in itertools.takewhile(lambda line: not line.startswith("## "), lines):
        fence = FENCE.match(line)
        if fence:
            block = "".join(f"{one}\n" for one in itertools.takewhile(fence[1].__ne__, lines))
            yield Step(*asked, block) if asked else Step(fence[2], (), block)
            asked = None
        elif line.startswith("**"):
            assert asked is None, f"{asked} n'a pas de bloc"
            asked = read(line)
            if asked[0] in WITHOUT_BLOCK:
                yield Step(*asked, "")
                asked = None


def read(line: str) -> tuple[str, tuple[str, ...]]:
    """The action that a line in bold asks for, and its code spans."""
    found = {name: re.fullmatch(rf"\*\*{text}\*\*", line) for name, text in ACTIONS.items()}
    ((name, match),) = [(name, match) for name, match in found.items() if match]
    return name, tuple(group for group in match.groups() if group)


@dataclass
class Course:
    """A copy of the course, in which the steps are done."""

    folder: Path
    results: list = field(default_factory=list)

    def do(self, step: Step) -> None:
        getattr(self, step.action)(*step.arguments, *([step.block] if step.block else []))

    def create(self, path, content):
        file = self.folder / path
        assert not file.exists() or self._text(path) == content  # followed here before
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def answer(self, path, answer, exercise=EXERCISE):
        filled = nbformat.read(self.folder / path, as_version=4)
        (cell,) = [cell for cell in filled.cells if cell.id == f"exercise-{exercise}"]
        cell.source = self._text(answer)
        nbformat.write(filled, self.folder / path)

    def console(self, block):
        """Run the commands; each must succeed and print, in order, the passages shown below it."""
        for entry in block.removeprefix("$ ").split("\n$ "):
            command, _, shown = entry.partition("\n")
            printed = words(self.run(shlex.split(command)))
            for passage in filter(None, map(words, ELLIPSIS.split(shown))):
                _, found, printed = printed.partition(passage)
                assert found, f"{command} n'affiche pas, ou pas à cet endroit : {passage}"

    def run(self, command):
        """Run a command in the copy, with its modules; keep the JSON of those that judge."""
        if command[0] == "autograder":
            command = [sys.executable, "-m", *command]
        if command[2:4] in (["autograder", "check"], ["autograder", "verify"]):
            command += ["--json", "resultats.json"]
        settings = {"PYTHONPATH": str(self.folder), "COLUMNS": "100"}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command} : {done.stdout}{done.stderr}"
        if "--json" in command:
            self.results.append(json.loads(self._text("resultats.json")))
        return done.stdout

    def _text(self, path):
        return (self.folder / path).read_text(encoding="utf-8")


def words(text: str) -> str:
    """The text without the lines of the tables, nor the width of their columns."""
    return " ".join(BOX.sub(" ", text).split())


@pytest.fixture
def course(tmp_path):
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=CACHES, symlinks=True)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    copied = Course(tmp_path)
    where = "import autograder, solutions; print(autograder.__path__[0], solutions.__path__[0])"
    copies = [str(tmp_path / name) for name in ("autograder", "solutions")]
    assert copied.run([sys.executable, "-c", where]).split() == copies
    return copied


def check_proof(proof, exercise):
    """Raise unless every answer of the bank and every mutant was judged as it should be."""
    assert proof["exercise"] == exercise and proof["problems"] == []
    for name, score in proof["scores"].items():
        assert score["good"] == score["total"], name
        assert score["total"] or name in OPTIONAL, name


@pytest.mark.long
def test_the_worked_example(course):
    todo = list(steps())
    assert Counter(step.action for step in todo) == {"create": 13, "answer": 1, "console": 5}
    for step in todo:
        course.do(step)

    (proof,), right, wrong = course.results
    check_proof(proof, EXERCISE)
    assert right["score"] == right["max_score"] == 2.0
    (exercise,) = wrong["exercises"]
    assert exercise["id"] == EXERCISE and exercise["status"] == "partial"
    assert exercise["diagnosis"] == ["shifted_exponent"]
    assert wrong["score"] == exercise["score"] == 0.25


@pytest.mark.long
def test_a_loop_on_another_environment_in_another_assignment(course):
    """Beside the guide's exercise: no file that was there changes, and both are in the course."""
    before = {path: path.read_bytes() for path in files(course.folder)}
    for step in steps():
        if step.action == "create":
            course.do(step)
    added = {path.relative_to(NEW_COURSE) for path in files(NEW_COURSE)}
    for path in added:
        course.create(str(path), (NEW_COURSE / path).read_text(encoding="utf-8"))
    homes = {path.parts[:3] if path.parts[0] == "autograder" else path.parts[:1] for path in added}
    assert homes == {("autograder", "exercises", LOOP), ("solutions",), ("source",)}

    course.run(["autograder", "build"])
    course.run(["autograder", "verify", LOOP])
    course.run(["autograder", "check", "source/acrobot/acrobot.ipynb"])
    course.run(["mkdir", "essai"])
    course.run(["cp", "source/acrobot/acrobot.ipynb", "essai/"])
    course.answer(
        "essai/acrobot.ipynb", f"autograder/exercises/{LOOP}/bank/wrong/no_decay.py", LOOP
    )
    course.run(["autograder", "check", "essai/acrobot.ipynb"])

    (proof,), right, wrong = course.results
    check_proof(proof, LOOP)
    assert right["score"] == right["max_score"] == 10.0 and right["problems"] == []
    (exercise,) = wrong["exercises"]
    assert [test["name"][:7] for test in exercise["tests"] if not test["passed"]] == ["epsilon"]
    assert exercise["diagnosis"] == ["no_decay"] and wrong["score"] == 8.0
    course.run([sys.executable, "-c", f"{LISTED}; assert found[-2:] == ['acrobot', 'rendement']"])
    before.pop(course.folder / "notebooks" / "accueil.md")  # built: it lists the assignments
    assert {path: path.read_bytes() for path in before} == before


NEW_COURSE = Path(__file__).parent / "new_course"
LOOP = "linear_acrobot"
LISTED = "from autograder.catalogue import ASSIGNMENTS; found = list(ASSIGNMENTS)"


def files(folder):
    return [
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]


def test_the_thresholds_are_those_of_the_proof():
    lines = document().replace("\N{NO-BREAK SPACE}", " ").splitlines()
    rows = {line.split(" | ")[0]: line.split(" | ")[-1] for line in lines}
    for name, required in REQUIRED.items():
        shown = rows[f"| {PROMISES[name]}".replace("\n", " ")]
        assert shown == ("≥ " if required < 1 else "") + f"{required:.0%} |".replace("%", " %")


def test_the_quotations_of_the_bank_are_true():
    text = re.sub("^  ", "", document(), flags=re.MULTILINE)
    for path, language in (
        ("phi/bank/wrong/absolute_value.py", "python"),
        ("epsilon_greedy_policy/equivalents.toml", "toml"),
    ):
        quoted = re.search(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[1]
        assert quoted in (EXERCISES / path).read_text(encoding="utf-8")
