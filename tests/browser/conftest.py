"""A real browser, and a small class really graded for its pages to be looked at.

Chromium is the system's (apt install chromium): without it these tests are skipped. What they see
is kept as pictures in captures/, for people.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CONFIG, opened
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.lanes import Lanes
from autograder.classroom.pages.overview import write_report
from autograder.demo import answer, read_class
from autograder.paths import ROOT
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

CAPTURES = ROOT / "captures"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WINDOW = {"width": 1280, "height": 800}
THEMES = ("light", "dark")
NAME = "q_lineaire"
COMMENT = (
    "Bon début. Le gradient de $q$ est $\\phi(s, a)$ : **reprenez le signe**.\n\n"
    "- relisez 2 ;\n- et 3."
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. For a module only: Playwright's loop would be in the way of other tests."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium manque ici : sudo apt-get install -y chromium")
    alone = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=alone)
        yield browser
        browser.close()


class Visit:
    """A page, what it asked for and what its console complained of."""

    def __init__(self, page: Page):
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and self.complaints.append(f"{message.text} {message.location['url']}")
            ),
        )

    def barriers(self, part: str | None = None) -> list[str]:
        """What axe finds serious or critical in (a part of) the page, with the elements."""
        return [
            f"{rule} : {node['html'][:200]} {node.get('failureSummary', '')}"
            for rule, node in self.faults(part)
        ]

    def faults(self, part: str | None = None) -> Iterator[tuple[str, dict]]:
        """The same, as axe gives it: its rule, and the element that breaks it."""
        for one in Axe().run(self.page, context=part).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                yield from ((one["id"], node) for node in one["nodes"])

    def capture(self, name: str, whole: bool = False) -> None:
        CAPTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=CAPTURES / f"{name}.png", full_page=whole)


@pytest.fixture
def visit(chromium):
    """Open an address: `visit(url, theme="dark", offline=True)`."""
    contexts = []

    def go(url, theme="light", offline=False):
        context = chromium.new_context(viewport=WINDOW, color_scheme=theme, locale="fr-FR")
        contexts.append(context)
        context.set_offline(offline)
        seen = Visit(context.new_page())
        seen.page.goto(url)
        return seen

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course of five students: their copies graded, one answer marked, the pages written."""
    folder = tmp_path_factory.mktemp("navigateur") / "cours"
    for part in ("source", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / CONFIG, folder)
    gradebook.require_ready(folder, NAME)
    names = _hand_in(folder)
    for _ in gradebook.grade_class(folder, NAME, names, workers=Lanes(2), force=False):
        pass
    _mark(folder, "camille", 1.5, COMMENT)
    for name in names:
        gradebook.write_feedback(folder, NAME, name)
    write_report(folder, NAME)
    return folder


def _hand_in(folder: Path) -> list[str]:
    assignment = ASSIGNMENTS[NAME]
    blank = teacher_notebook(folder / "notebooks" / NAME, assignment)
    right = references(assignment)
    written = {
        key: student.answers.get("question_1") for key, student in read_class().students.items()
    }
    faults = {
        "phi": "wrong/always_state",
        "get_targets": "wrong/no_mask",
        "update_theta": "wrong/flat_take",
        "epsilon_greedy_policy": "wrong/inverted_epsilon",
        "ReplayBuffer": "wrong/one_too_many",
        "batch_linear_q": "wrong/decay_each_step",
    }
    wrong = {name: answer(name, choice) for name, choice in faults.items()}
    handed_in = {
        "amelie": {**right, "question_1": written["amelie"]},
        "camille": {**right, **wrong, "question_1": written["camille"]},
        "driss": {
            **right,
            "get_targets": wrong["get_targets"],
            "batch_linear_q": "",
            "question_1": written["bilal"],
        },
        "jules": {},
    }
    for key, answers in handed_in.items():
        path = folder / "submitted" / key / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(fill(blank, answers), path)
    unreadable = folder / "submitted" / "lea" / NAME / f"{NAME}.ipynb"
    unreadable.parent.mkdir(parents=True)
    unreadable.write_text("Bonjour, voici mon devoir.", encoding="utf-8")
    people = read_class().students
    with opened(folder) as book:
        for key in (*handed_in, "lea"):
            first, last = people[key].name
            book.update_or_create_student(key, first_name=first, last_name=last)
    return [*handed_in, "lea"]


def _mark(folder: Path, student: str, score: float, comment: str) -> None:
    with opened(folder) as book:
        grade = book.find_grade("question_1", NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = score, False
        book.find_comment("question_1", NAME, NAME, student).manual_comment = comment
        book.db.commit()
