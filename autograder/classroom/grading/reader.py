"""First step: read the submitted notebook, whatever its state, into the teacher's cells."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading import kept
from autograder.classroom.grading.files import remarks
from autograder.classroom.grading.hooks import begun
from autograder.classroom.grading.judge import Judgement
from autograder.submission.submission import Submission, open_submission


class SubmissionExporter(NotebookExporter):
    """Gives nbgrader's converter a restored notebook instead of the raw file.

    A file that is not a notebook becomes the blank one, so that the student gets a result and a
    sentence instead of a failed conversion. A copy that was judged before is not read again. What
    was read is held for the second step: nbgrader writes the notebook to a file in between, which
    is no place for what the grader knows.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.optimistic_validation = True  # once a step, rather than after each of its parts
        self.parent: Any  # nbgrader's converter
        self._opened: dict[str, Submission | Judgement] = {}

    def from_filename(
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        assignment = ASSIGNMENTS.get(names["assignment"])
        coursedir = self.parent.coursedir
        submitted = coursedir.format_path(
            coursedir.submitted_directory, names["student"], names["assignment"]
        )
        if assignment is None or Path(filename).parent != Path(submitted):
            return super().from_filename(filename, resources=resources, **kwargs)
        judgement = self._judgement(names)
        if judgement is not None:
            self._opened[names["student"]] = judgement
            return self.from_notebook_node(judgement.restored(), resources=resources, **kwargs)
        release = coursedir.format_path(coursedir.release_directory, ".", names["assignment"])
        submission = open_submission(Path(filename), assignment, Path(release))
        problems = submission.problems + remarks(Path(submitted), assignment.name)
        self._opened[names["student"]] = replace(submission, problems=problems)
        return self.from_notebook_node(submission.notebook, resources=resources, **kwargs)

    def take(self, student: str) -> Submission | Judgement:
        """What was read of a student; KeyError unless it was, since it was last taken."""
        return self._opened.pop(student)

    def _judgement(self, names: dict[str, str]) -> Judgement | None:
        """What the first stage left of the copy whose grading has begun."""
        coursedir = self.parent.coursedir
        graded = coursedir.format_path(
            coursedir.autograded_directory, names["student"], names["assignment"]
        )
        return kept.recall(Path.cwd(), names["assignment"], names["student"], begun(Path(graded)))
