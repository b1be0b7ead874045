"""The bank: right and wrong answers to each exercise, and a student's process to try them in.

An exercise's folder holds bank/right/*.py, bank/wrong/*.py and, where some mutants of the reference
are no mistakes, equivalents.toml.
"""

import re
import tomllib
from pathlib import Path

from autograder.catalogue import ASSIGNMENTS
from autograder.paths import EXERCISES
from autograder.student.session import Cell, Session
from autograder.submission import notebook
from autograder.submission.fill import fill, references

ASSIGNMENT_OF = {e: a for a in ASSIGNMENTS.values() for e in a.exercises}
CELL_SECONDS = 60.0
_ANNOUNCED = re.compile(r"^# diagnostic : (.+)$", re.MULTILINE)


def variants(exercise: str, kind: str) -> list[Path]:
    """The bank's implementations of an exercise; `kind` is "right" or "wrong"."""
    return sorted((EXERCISES / exercise / "bank" / kind).glob("*.py"))


def variant(name: str) -> str:
    """The text of one implementation, named "phi/wrong/inverted_sign"."""
    exercise, kind, stem = name.split("/")
    return (EXERCISES / exercise / "bank" / kind / f"{stem}.py").read_text(encoding="utf-8")


def announced(source: str) -> set[str]:
    """The misconceptions that a wrong file announces: `# diagnostic : flat_take, ascent`.

    Empty for a mistake that no misconception should name.
    """
    found = _ANNOUNCED.search(source)
    return {name.strip() for name in found[1].split(",")} if found else set()


def equivalents(exercise: str) -> dict[tuple[str, str], str]:
    """The mutants that are no mistakes: the lines before and after, and why."""
    path = EXERCISES / exercise / "equivalents.toml"
    if not path.exists():
        return {}
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
    return {(one["before"], one["after"]): one["reason"] for one in listed}


class BankSessions:
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
    folder = notebook.release_folder(assignment)
    blank = notebook.teacher_notebook(folder, assignment)
    filled = fill(blank, references(assignment))
    cells = [
        Cell(c.source, answer=notebook.is_answer(c))
        for c in filled.cells
        if notebook.is_runnable(c)
    ]
    return Session(cells, sorted(folder.glob("*.py")), CELL_SECONDS).__enter__()
