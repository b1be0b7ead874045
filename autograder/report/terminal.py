"""The marks of a notebook and of a class, as the commands print them."""

from datetime import datetime
from itertools import groupby

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.judging.results import ExerciseResult, NotebookResult
from autograder.report.words import LABELS, mark
from autograder.text import printable

UNREAD = "pas corrigé"  # of a copy that could not be read: nothing of it was run


def notebook_report(result: NotebookResult) -> Group:
    """A table with one line an exercise, then what failed in those that were written."""
    table = Table(title=f"{result.notebook} : {mark(result.score)} / {mark(result.max_score)}")
    table.add_column("Exercice")
    table.add_column("Note", justify="right")
    table.add_column("État")
    for exercise in result.exercises:
        marks = f"{mark(exercise.score)} / {mark(exercise.max_score)}"
        table.add_row(exercise.id, marks, LABELS[exercise.status][0] if result.graded else UNREAD)
    judged = result.exercises if result.graded else []
    written = [e for e in judged if e.status not in ("passed", "missing")]
    return Group(table, *(_failures(exercise) for exercise in written))


def arrival_line(student: str, result: NotebookResult | None, problem: str) -> str:
    """One line for a submission that has just come: its mark, or why it has none yet."""
    hour = f"{datetime.now():%H h %M}"
    if result is None or not result.graded:
        said = problem or " ".join(result.problems if result else [])
    else:
        said = ", ".join(
            filter(None, (f"{mark(result.score)} / {mark(result.max_score)}", problem))
        )
    return f"{hour}  {printable(student)} : {said}"


def _failures(exercise: ExerciseResult) -> Text:
    text = Text(f"\n{exercise.id}\n", style="bold")
    for mistake in exercise.diagnosis:
        text.append(f"Diagnostic : {mistake.name}.\n", style="bold yellow")
        text.append(f"  {mistake.explanation} Piste : {mistake.hint}\n", style="not bold")
    failed = (test for test in exercise.tests if not test.passed)
    for message, tests in groupby(failed, key=lambda test: test.message):
        for test in tests:
            text.append(f"✗ {test.name}\n", style="not bold red")
        text.append(f"  {message}\n", style="not bold")
    return text
