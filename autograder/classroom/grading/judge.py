"""First stage: judge one copy, in whatever process; nothing of the course is written here.

Its processes are many, and a death costs a new one: nothing of nbgrader, which takes seconds to
load, is imported here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from pydantic import BaseModel

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading.marking import write_marks
from autograder.judging import variant
from autograder.judging.results import NotebookResult
from autograder.report import details
from autograder.submission.submission import Submission, open_submission


@dataclass(frozen=True)
class Order:
    """A copy to judge.

    submitted: the submission's folder, from which what is refused has been moved; release: that of
    the student release; both from the root. remarks: French sentences on what was moved. secret:
    the class's number (see judging.variant). fingerprint: of all that the judgement depends on.
    grounds: the same but for the submission, as it was when the grading of the class began.
    """

    student: str
    assignment: str
    submitted: Path
    release: Path
    remarks: tuple[str, ...]
    secret: int
    fingerprint: str
    grounds: str = ""


class Judgement(BaseModel):
    """All that the second stage writes of a copy: plain data, which outlives its process.

    notebook: the graded notebook, with its outputs, marks and remarks.
    """

    result: NotebookResult
    notebook: dict[str, Any]

    def restored(self) -> NotebookNode:
        """The notebook before it was run: it holds nothing of the grader's."""
        notebook = nbformat.from_dict(self.notebook)
        notebook.cells = [cell for cell in notebook.cells if cell.get("id") != details.REMARKS]
        for cell in notebook.cells:
            if "outputs" in cell:
                cell.outputs = []
        notebook.metadata.pop(details.KEY, None)
        return notebook

    def lay(self, notebook: NotebookNode) -> None:
        """Write in a restored notebook what the judgement adds to it."""
        graded = nbformat.from_dict(self.notebook)
        own = [cell for cell in graded.cells if cell.get("id") != details.REMARKS]
        for cell, judged_cell in zip(notebook.cells, own, strict=True):
            if "outputs" in judged_cell:
                cell.outputs = judged_cell.outputs
        notebook.cells[:0] = [cell for cell in graded.cells if cell.get("id") == details.REMARKS]
        notebook.metadata[details.KEY] = graded.metadata[details.KEY]


def judge(order: Order) -> str:
    """Judge a copy, in a jail of its own; returns the JSON of its Judgement."""
    notebook = order.submitted / f"{order.assignment}.ipynb"
    submission = open_submission(notebook, ASSIGNMENTS[order.assignment], order.release)
    problems = [*submission.problems, *order.remarks]
    return judged(replace(submission, problems=problems), order.secret).model_dump_json()


def judged(submission: Submission, secret: int) -> Judgement:
    """The judgement of a submission; its notebook becomes the graded one."""
    from autograder.judging.grading import grade  # with pytest, for those who judge only

    with variant.of_class(secret):
        result = grade(submission)
    write_marks(submission.notebook, result)
    return Judgement(result=result, notebook=_plain(submission.notebook))


def _plain(value: Any) -> Any:
    """A copy of a notebook's content in ordinary dictionaries."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
