"""What there is to grade: the assignments and their exercises, as the teacher's texts list them.

An assignment is a folder of source/ that holds a text of its name. The directives of this text are
the list of exercises, in its order; its header says where the assignment comes among the others:

    jupyter:
      autograder:
        rank: 2

The text is only skimmed here, since every command starts with it. `build` reads it in full, and
refuses one whose rank is missing or taken, or in which it does not find the same exercises.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.paths import ROOT

_HEADER = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
_RANK = re.compile(r"^  autograder:\n    rank: (\d+)$", re.MULTILINE)
_EXERCISE = re.compile(r'^```python .*?\bexercise="(\w+)"', re.MULTILINE)
_QUESTION = re.compile(r'^<!-- #region .*?\bquestion="(\w+)"', re.MULTILINE)


@dataclass(frozen=True)
class Assignment:
    """An assignment has one notebook of the same name.

    `exercises` are graded by hidden tests; `manual` are the written questions graded by hand.
    """

    name: str
    exercises: tuple[str, ...]
    manual: tuple[str, ...] = ()
    rank: int | None = None


def assignments(source: Path) -> dict[str, Assignment]:
    """The assignments of a folder of texts, by name, by rank; those that do not say it are last."""
    paths = (path for path in source.glob("*/*.md") if path.stem == path.parent.name)
    found = [_skim(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    found.sort(key=lambda one: (one.rank is None, one.rank or 0, one.name))
    return {assignment.name: assignment for assignment in found}


def _skim(name, text):
    exercises, manual = (tuple(form.findall(text)) for form in (_EXERCISE, _QUESTION))
    header = _HEADER.match(text)
    rank = header and _RANK.search(header[1])
    return Assignment(name, exercises, manual, int(rank[1]) if rank else None)


def homes(listed: dict[str, Assignment]) -> dict[str, Assignment]:
    """Every exercise once, in order, with the first assignment that has it."""
    found: dict[str, Assignment] = {}
    for assignment in listed.values():
        for exercise in assignment.exercises:
            found.setdefault(exercise, assignment)
    return found


def label_of(cell: str) -> str:
    """What people call a cell: « Question 2 », or the exercise that it answers or checks."""
    name = cell.removeprefix("test_")
    return QUESTIONS.get(name, name)


ASSIGNMENTS = assignments(ROOT / "source")
HOME_OF = homes(ASSIGNMENTS)
QUESTIONS = {
    name: f"Question {rank}"
    for assignment in ASSIGNMENTS.values()
    for rank, name in enumerate(assignment.manual, 1)
}
