"""The teacher's page on a class, with the same in CSV and JSON: one self-contained file each."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from markupsafe import Markup

from autograder.report.class_report import LATE, ClassReport, Copy
from autograder.report.html import TEMPLATES
from autograder.report.sheets import csv_text, safe
from autograder.report.words import LABELS, lateness, mark, percent
from autograder.typography import unbreakable

GREY = "#808080"  # of the plots' lines and texts: legible on a light and on a dark ground
BLUE = "#4a90d9"
MANY = 12  # more names than that are folded
COMMANDS = {"Remises pas encore corrigées": "grade", "Question écrite à noter": "mark"}


def class_page(report: ClassReport) -> str:
    """The whole page, in HTML, without anything to fetch."""
    return TEMPLATES.get_template("classe.html.j2").render(
        report=report,
        commands=COMMANDS,
        correlation=_correlation,
        exercises=_exercises(report.graded),
        histogram=_histogram(report) if len(report.graded) else None,
        labels=LABELS,
        late=LATE,
        lateness=lateness,
        many=MANY,
        mark=mark,
        percent=percent,
        share=_share,
    )


def class_csv(report: ClassReport) -> str:
    """One line a student, as a French spreadsheet opens it: BOM, semicolons, decimal commas."""
    exercises = _exercises(report.graded)
    heading = ["Étudiant", "Nom", "Remise", *(name for name, _ in exercises), "Partie automatique"]
    heading += ["Question écrite", "Pénalité de retard", "Remarques"]
    lines = [[safe(value) for value in _line(copy, exercises)] for copy in report.copies]
    return csv_text([heading, *lines])


def class_json(report: ClassReport) -> str:
    """The whole report as data."""
    data = {
        "assignment": report.assignment,
        "students": [
            {
                "student": copy.student,
                "handed_in": copy.handed_in,
                "result": copy.result and copy.result.public(),
                "written": asdict(copy.written),
                "seconds_late": copy.seconds_late,
                "penalty": copy.penalty,
            }
            for copy in report.copies
        ],
        "items": [asdict(item) for item in report.items],
        "misconceptions": [
            {
                "exercise": shared.exercise,
                "id": shared.mistake.id,
                "students": list(shared.students),
            }
            for shared in report.shared
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _line(copy: Copy, exercises: list[tuple[str, float]]) -> list[str]:
    state = "oui" if copy.handed_in else "non"
    if copy.result is None:
        return [copy.student, copy.name, state, *[""] * (len(exercises) + 4)]
    marks = {exercise.id: mark(exercise.score) for exercise in copy.result.exercises}
    written = "à noter" if copy.written.waiting else mark(copy.written.score)
    return [
        *(copy.student, copy.name, state),
        *(marks.get(name, "") for name, _ in exercises),
        *(
            mark(copy.result.score),
            written,
            mark(copy.penalty),
            unbreakable(" ".join(copy.result.problems)),
        ),
    ]


def _exercises(graded: Sequence[Copy]) -> list[tuple[str, float]]:
    """The exercises of the assignment, each with what it is worth."""
    return list(dict.fromkeys((e.id, e.max_score) for c in graded for e in c.grading.exercises))


def _correlation(value: float) -> str:
    """Two decimals, so that a column of them lines up: −0,20."""
    return f"{value:.2f}".replace("-", "−").replace(".", ",")


def _share(score: float, out_of: float) -> int:
    """A mark as one of the six shades of the heat map."""
    return round(5 * score / out_of) if out_of else 0


def _histogram(report: ClassReport) -> Markup:
    """The distribution of the automatic marks, in SVG."""
    # imported here: it takes half a second, and a class without marks has no use for it
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    out_of = max(copy.grading.max_score for copy in report.graded)
    with matplotlib.rc_context({"svg.hashsalt": report.assignment, "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 2.4), layout="constrained")
        axes = figure.subplots()
        bins = np.arange(0, out_of + 2) - 0.5
        axes.hist(report.marks, bins=bins.tolist(), color=BLUE, rwidth=0.9)
        axes.set_xlabel(f"Partie automatique, sur {mark(out_of)}", color=GREY)
        axes.set_ylabel("Copies", color=GREY)
        axes.set_xlim(-0.5, out_of + 0.5)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 2.5, 5, 10]))
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(GREY)
        axes.tick_params(colors=GREY)
        picture = io.StringIO()
        figure.savefig(
            picture,
            format="svg",
            transparent=True,
            metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")),
        )
    drawing = picture.getvalue()
    return Markup(re.sub(r"\A.*?(?=<svg)", "", drawing, flags=re.DOTALL))
