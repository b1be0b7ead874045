"""The student's processes in which answers are tried in turn."""

import math
import tempfile
from dataclasses import replace
from pathlib import Path

import nbformat

from autograder.catalogue import HOME_OF, Assignment
from autograder.judging.channel import KernelChannel
from autograder.judging.grading import session_of
from autograder.limits import Limits
from autograder.student.process import Execution
from autograder.student.session import Session
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder, teacher_notebook
from autograder.submission.submission import Submission, open_submission

PATIENT = Limits(cell=60.0, notebook=60.0, hidden=math.inf)  # of hundreds of answers
# A failed loop's card has it learn in the probes, for the student to read: no verdict hangs on it.
NO_PROBES = "import verifications\nverifications.sondes_rouges = lambda *_: []"


class Workbench:
    """The processes in which answers are tried in turn, one an assignment, opened when needed.

    Each has run the student's notebook, filled in with the references. Use as a context manager.
    """

    def __init__(self):
        self._opened: dict[str, Session] = {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        for session in self._opened.values():
            session.__exit__()
        self._opened.clear()

    def holding(self, exercise: str, source: str) -> KernelChannel:
        """The exercise's assignment: `source` and the other reference answers."""
        assignment = HOME_OF[exercise]
        if assignment.name not in self._opened:
            session = session_of(_filled_in(assignment), PATIENT)
            self._opened[assignment.name] = session.__enter__()
        session = self._opened[assignment.name]
        for code in ("\n\n".join(references(assignment).values()), source):
            session.send(code, PATIENT.cell)
        return KernelChannel(session)

    def check(self, exercise: str, source: str) -> Execution:
        """What comes of the cell of an exercise's visible checks, once `source` is its answer."""
        session = self.holding(exercise, source).session
        assignment = HOME_OF[exercise]
        cells = teacher_notebook(release_folder(assignment), assignment).cells
        (cell,) = (cell for cell in cells if cell.id == f"check-{exercise}")
        return session.send(f"{NO_PROBES}\n{cell.source}", PATIENT.cell)


def _filled_in(assignment: Assignment) -> Submission:
    """The references, handed in as a student would."""
    release = release_folder(assignment)
    filled = fill(teacher_notebook(release, assignment), references(assignment))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{assignment.name}.ipynb"
        nbformat.write(filled, path)
        submission = open_submission(path, assignment, release)
    # What students have beside their notebook, and graded code has not.
    return replace(submission, files=[*submission.files, *release.glob("*.json")])
