"""The student's processes in which answers are tried in turn."""

from autograder.catalogue import ASSIGNMENTS
from autograder.student.session import Cell, Session
from autograder.submission.cells import is_answer, is_runnable
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder, teacher_notebook

ASSIGNMENT_OF = {e: a for a in ASSIGNMENTS.values() for e in a.exercises}
CELL_SECONDS = 60.0


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

    def holding(self, exercise: str, source: str) -> Session:
        """The process of the exercise's assignment: `source` and the other reference answers."""
        assignment = ASSIGNMENT_OF[exercise]
        if assignment.name not in self._opened:
            self._opened[assignment.name] = _open(assignment)
        session = self._opened[assignment.name]
        for code in ("\n\n".join(references(assignment).values()), source):
            session.send(code, CELL_SECONDS)
        return session


def _open(assignment):
    folder = release_folder(assignment)
    blank = teacher_notebook(folder, assignment)
    filled = fill(blank, references(assignment))
    cells = [Cell(c.source, answer=is_answer(c)) for c in filled.cells if is_runnable(c)]
    return Session(cells, sorted(folder.glob("*.py")), CELL_SECONDS).__enter__()
