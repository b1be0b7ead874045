"""Last step: the page that a student gets back."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from autograder.classroom.pages.author import author
from autograder.classroom.pages.figures import figures
from autograder.paths import RELEASE
from autograder.report.student_page import Marks, student_page


class FeedbackExporter(Exporter):
    """One file of HTML a notebook, in the place of the page that nbconvert would make."""

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters of text
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[str, Any]:
        graded, resources = super().from_notebook_node(nb, resources, **kwargs)
        names = resources["nbgrader"]
        marks = Marks(names["score"], names["max_score"], names["late_penalty"])
        drawn = figures(self._release(names["notebook"]))
        page = student_page(names["notebook"], graded, author(names), marks, drawn)
        return page, resources

    def _release(self, assignment: str) -> Path:
        """Where the student release stands in the course; without a course, in the project."""
        course = getattr(self.parent, "coursedir", None)
        if course is None:
            return RELEASE / assignment
        return Path(course.format_path(course.release_directory, ".", assignment))
