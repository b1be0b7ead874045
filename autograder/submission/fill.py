"""Fill a student notebook with answers: how the course tries its own notebooks."""

import copy
from collections.abc import Mapping

from nbformat import NotebookNode

from autograder.answers import solution_code
from autograder.catalogue import Assignment
from autograder.paths import SOLUTIONS
from autograder.submission.cells import is_answer, name_of


def reference(exercise: str) -> str:
    """The reference answer to an exercise."""
    return solution_code(exercise, SOLUTIONS, markers=False)


def references(assignment: Assignment) -> dict[str, str]:
    """The reference answers to all the exercises of an assignment."""
    return {exercise: reference(exercise) for exercise in assignment.exercises}


def fill(blank: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A copy of a student notebook with these answers (exercise → code) in place of the stubs."""
    filled = copy.deepcopy(blank)
    for cell in filled.cells:
        if is_answer(cell):
            cell.source = answers.get(name_of(cell), cell.source)
    return filled
