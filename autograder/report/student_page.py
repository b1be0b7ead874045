"""The page that a student gets back: one self-contained file, what to look at first on top."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.catalogue import label_of
from autograder.judging.results import Status
from autograder.report import details, listing, markdown
from autograder.report.details import Details, Exercise
from autograder.report.graded_cells import rendered_cells
from autograder.report.html import TEMPLATES
from autograder.report.markdown import Pictures
from autograder.report.words import LABELS, mark, moment
from autograder.submission.cells import answers_in, is_answer, is_check, name_of

SIGNS = {"passed": "✓", "partial": "◐", "missing": "–"}  # of an exercise; ✗ for the others
NO_RESPONSE = "No response."  # nbgrader's own comment on an answer that was left as it was


@dataclass(frozen=True)
class Author:
    """Who handed in, when (in this machine's time zone), and which cells wait for a hand mark."""

    name: str
    handed_in: datetime | None = None
    awaited: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Marks:
    """What nbgrader counts: `score` is after the penalty."""

    score: float
    max_score: float
    penalty: float


@dataclass(frozen=True)
class Graded:
    """An exercise with the mark that counts, the student's code and what was found of it."""

    name: str
    score: float
    points: float
    status: Status
    code: Markup
    comment: Markup
    found: Exercise | None

    @property
    def sign(self) -> str:
        return SIGNS.get(self.status, "✗")

    @property
    def failed(self) -> list:
        return [one for one in self.found.properties if not one.passed] if self.found else []

    @property
    def passed(self) -> list:
        return [one for one in self.found.properties if one.passed] if self.found else []


@dataclass(frozen=True)
class Question:
    """A question marked by hand."""

    name: str
    score: float
    points: float
    awaited: bool
    unanswered: bool
    comment: Markup


def student_page(
    title: str,
    notebook: NotebookNode,
    author: Author,
    marks: Marks,
    figures: Pictures = MappingProxyType({}),
) -> str:
    """The whole page, in HTML, with nothing to fetch and nothing that a browser would run.

    notebook: as graded; nbgrader's `GetGrades` has written its marks and comments in the cells.
    figures: those that the teacher's texts show, by the names that they give.
    """
    known = details.recall(notebook)
    exercises = list(_exercises(notebook, known))
    groups = {
        status: [one for one in exercises if one.status in statuses]
        for status, statuses in {
            "review": ("failed", "partial", "error", "timeout"),
            "missing": ("missing",),
            "passed": ("passed",),
        }.items()
    }
    return TEMPLATES.get_template("retour.html.j2").render(
        title=title,
        author=author,
        marks=marks,
        details=known,
        exercises=exercises,
        groups=groups,
        questions=list(_questions(notebook, author)),
        cells=[] if known.unreadable else list(rendered_cells(notebook, figures)),
        labels=LABELS,
        label_of=label_of,
        mark=mark,
        moment=moment,
    )


def _exercises(notebook: NotebookNode, known: Details) -> Iterator[Graded]:
    answers = {name_of(cell): cell for cell in notebook.cells if is_answer(cell)}
    for cell in filter(is_check, notebook.cells):
        name = name_of(cell).removeprefix("test_")
        score, points = float(cell.metadata.nbgrader.score), float(cell.metadata.nbgrader.points)
        found = known.exercise(name)
        yield Graded(
            name=name,
            score=score,
            points=points,
            status=found.status if found else _status(score, points),
            code=_code(notebook, name),
            comment=_comment(answers.get(name)),
            found=found,
        )


def _status(score: float, points: float) -> Status:
    """The status of an exercise of which nothing but the mark is known."""
    if score >= points:
        return "passed"
    return "partial" if score > 0 else "failed"


def _code(notebook: NotebookNode, name: str) -> Markup:
    """The cells that answer an exercise."""
    cells = [one for one in notebook.cells if one.cell_type == "code" and name in answers_in(one)]
    source = "\n\n".join(listing.without_docstrings(cell.source) for cell in cells)
    return listing.coloured(source)


def _questions(notebook: NotebookNode, author: Author) -> Iterator[Question]:
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and is_answer(cell):
            yield Question(
                name=name_of(cell),
                score=float(about.score),
                points=float(about.points),
                awaited=name_of(cell) in author.awaited,
                unanswered=about.get("comment") == NO_RESPONSE,
                comment=_comment(cell),
            )


def _comment(cell: NotebookNode | None) -> Markup:
    text = cell.metadata.nbgrader.get("comment") if cell is not None else None
    return markdown.shown(text) if text and text != NO_RESPONSE else Markup()
