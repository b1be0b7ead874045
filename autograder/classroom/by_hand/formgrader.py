"""What formgrader shows beside a written answer: the model answer and the marking scheme."""

from collections.abc import Iterable, Iterator

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.classroom.by_hand.schemes import (
    Criterion,
    Expected,
    expected_answers,
    kept_criteria,
)
from autograder.report.marking_page import criterion_line
from autograder.submission.cells import name_of


class ShowSchemes(Preprocessor):
    """A cell for the teacher above each written answer, in the page and in no file."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb.cells = list(self._with_schemes(nb.cells, resources["assignment_id"]))
        return nb, resources

    def _with_schemes(self, cells: list[NotebookNode], assignment: str) -> Iterator[NotebookNode]:
        directory = CourseDirectory(config=self.config)
        expected = expected_answers(directory, assignment)
        with Gradebook(directory.db_url, directory.course_id) as book:
            for cell in cells:
                name = name_of(cell)
                if name in expected:
                    criteria = kept_criteria(book, assignment, name)
                    yield _shown(expected[name], criteria)
                yield cell


def _shown(expected: Expected, changed: Iterable[Criterion]) -> NotebookNode:
    """The cell: criteria that a teacher has changed take the place of the scheme."""
    title = "<details open><summary>Réponse type et barème (pour vous seul)</summary>"
    criteria = "  \n".join(map(criterion_line, changed))  # a line each
    parts = [title, expected.model, criteria or expected.scheme, "</details>"]
    return new_markdown_cell("\n\n".join(filter(None, parts)))
