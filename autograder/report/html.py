"""The report of an exercise, as the graded notebook and formgrader show it."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from autograder.judging.messages import parts
from autograder.judging.results import ExerciseResult
from autograder.report.words import LABELS, mark
from autograder.typography import unbreakable_page

TEMPLATE_FOLDER = Path(__file__).parent / "templates"


class Page(Template):
    """A template whose pages keep French signs with their words."""

    def render(self, *args: Any, **variables: Any) -> str:
        return unbreakable_page(super().render(*args, **variables))


class Pages(Environment):
    template_class = Page


TEMPLATES = Pages(loader=FileSystemLoader(TEMPLATE_FOLDER), autoescape=True)


def exercise_html(exercise: ExerciseResult) -> str:
    """The report of one exercise: the failures first, the first one open, the others folded."""
    label, colour = LABELS[exercise.status]
    return TEMPLATES.get_template("exercice.html.j2").render(
        exercise=exercise,
        label=label,
        colour=colour,
        mark=mark,
        parts=parts,
    )
