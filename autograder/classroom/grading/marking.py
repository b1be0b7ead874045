"""A judged notebook, as nbgrader and people read it: marks, reports and remarks in its cells."""

import re

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.judging.results import ExerciseResult, NotebookResult
from autograder.report import details
from autograder.report.html import exercise_html
from autograder.submission.cells import is_check, name_of
from autograder.typography import unbreakable


def write_marks(nb: NotebookNode, result: NotebookResult) -> None:
    """Write the reports in the graded cells, the remarks on top, and the details for the page."""
    reports = {f"test_{exercise.id}": exercise for exercise in result.exercises}
    for cell in filter(is_check, nb.cells):
        cell.outputs = [_report(cell, reports[name_of(cell)])]
    if result.problems:
        nb.cells.insert(0, _remarks(result.problems))
    details.keep(nb, result)


def _report(cell: NotebookNode, exercise: ExerciseResult) -> NotebookNode:
    """One execute_result: nbgrader reads its text as the mark, people see its HTML.

    The mark is scaled to the cell's points, should the hidden tests have changed since release.
    """
    score = exercise.score / exercise.max_score * float(cell.metadata.nbgrader.points)
    data = {"text/plain": f"{score:.6f}", "text/html": exercise_html(exercise)}
    # as nbformat's new_output makes it, which takes longer to see that it is one
    return NotebookNode(
        output_type="execute_result",
        data=NotebookNode(data),
        metadata=NotebookNode(),
        execution_count=1,
    )


def _remarks(problems: list[str]) -> NotebookNode:
    """The remarks as a list; what they quote of the student's code is shown as it is."""
    quoted = (re.sub(r"([\\`*_\[\]<>#&$~|!])", r"\\\1", one) for one in map(unbreakable, problems))
    lines = ["**Remarques du correcteur sur ce cahier**", "", *(f"- {line}" for line in quoted)]
    return new_markdown_cell("\n".join(lines), id=details.REMARKS)
