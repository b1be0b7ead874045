"""Names the mistake behind wrong results: a library of misconceptions, one module an exercise.

A module holds its `MISCONCEPTIONS` and `slips(student)`, which calls the student's function on
probes and gives the identifiers of the mistakes that explain all that came back. The wrong rules
are computed in the grader only.
"""

import importlib
import importlib.util
import logging
from collections.abc import Iterable

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.assertions import CheckError
from autograder.judging.rules import Misconception
from autograder.judging.student import Student

__all__ = ["LIBRARY", "Misconception", "diagnose", "named"]

log = logging.getLogger(__name__)

_MODULES = {
    exercise: importlib.import_module(f"autograder.exercises.{exercise}.mistakes")
    for assignment in ASSIGNMENTS.values()
    for exercise in assignment.exercises
    if importlib.util.find_spec(f"autograder.exercises.{exercise}.mistakes")
}
LIBRARY = {
    exercise: {misconception.id: misconception for misconception in module.MISCONCEPTIONS}
    for exercise, module in _MODULES.items()
}


def diagnose(exercise: str, student: Student) -> list[Misconception]:
    """The misconceptions that explain the results of an exercise; empty when none does.

    A function that hangs or ends its process is not diagnosed, and a diagnosis never fails: the
    marks do not depend on it.
    """
    if exercise not in _MODULES or student.stopped is not None:
        return []
    try:
        return named(exercise, _MODULES[exercise].slips(student))
    except CheckError:
        return []
    except Exception:  # the values come from the student's process: they may be anything
        log.exception("Diagnostic de %s interrompu", exercise)
        return []


def named(exercise: str, identifiers: Iterable[str]) -> list[Misconception]:
    """The misconceptions of an exercise that have these identifiers."""
    library = LIBRARY.get(exercise, {})
    return [library[identifier] for identifier in identifiers if identifier in library]
