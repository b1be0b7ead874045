"""Second stage: put a judgement where nbgrader reads it."""

import json
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, NbGraderPreprocessor

from autograder.classroom.grading.judge import Judgement, judged
from autograder.classroom.secret import secret_of
from autograder.judging.results import NotebookResult
from autograder.student import sandbox

RESULTS = "resultats.json"


def read_result(folder: Path) -> NotebookResult | None:
    """What the grader left beside a graded copy; None when nothing readable is there."""
    try:
        return NotebookResult.model_validate_json((folder / RESULTS).read_bytes())
    except (OSError, ValueError):
        return None


class GradeNotebook(NbGraderPreprocessor):
    """Takes the place of nbgrader's `Execute`: only the grader writes in the graded cells.

    A copy that was not judged before, as under `nbgrader autograde`, is judged here.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        taken = self.parent.take(resources["nbgrader"]["student"])  # from the reader
        if not isinstance(taken, Judgement):
            taken = judged(taken, secret_of(Path.cwd()))  # nbgrader works in the course's folder
        result = taken.result
        if sandbox.warning(result.sandbox):
            self.log.warning(sandbox.warning(result.sandbox))
        taken.lay(nb)
        resources.setdefault("outputs", {})[RESULTS] = result.model_dump_json(indent=1).encode()
        return nb, resources


class CheckCells(CheckCellMetadata):
    """nbgrader's step, which is long, once for the cells that all the copies of a class have."""

    _valid = ""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        cells = json.dumps([(cell.cell_type, cell.metadata.get("nbgrader")) for cell in nb.cells])
        if cells != CheckCells._valid:
            nb, resources = super().preprocess(nb, resources)
            CheckCells._valid = cells
        return nb, resources
