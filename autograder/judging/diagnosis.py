"""Names the mistakes behind wrong results, with what each exercise knows of its own.

The `mistakes` module of an exercise holds its `MISTAKES` and `diagnose(student)`, which calls the
student's function on probes and gives the mistakes that explain all that came back. The wrong
rules are computed in the grader only.
"""

import importlib
import importlib.util
import logging

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.assertions import CheckError
from autograder.judging.mistakes import Mistake, Mistakes
from autograder.judging.student import Student
from autograder.judging.work import SECONDS, Work, WorkError

log = logging.getLogger(__name__)

_MODULES = {
    exercise: importlib.import_module(f"autograder.exercises.{exercise}.mistakes")
    for assignment in ASSIGNMENTS.values()
    for exercise in assignment.exercises
    if importlib.util.find_spec(f"autograder.exercises.{exercise}.mistakes")
}
LIBRARY: dict[str, Mistakes] = {exercise: module.MISTAKES for exercise, module in _MODULES.items()}


def diagnose(exercise: str, student: Student) -> list[Mistake]:
    """The mistakes that explain the results of an exercise; empty when none does.

    A function that hangs or ends its process is not diagnosed, and a diagnosis never fails: the
    marks do not depend on it.
    """
    if exercise not in _MODULES or student.stopped is not None:
        return []
    try:
        with Work(SECONDS).doing():
            return list(_MODULES[exercise].diagnose(student))
    except (CheckError, WorkError):
        return []
    except Exception:  # the values come from the student's process: they may be anything
        log.exception("Diagnostic de %s interrompu", exercise)
        return []


def recalled(exercise: str, identifier: str) -> Mistake:
    """The mistake that a stored result names; the library may have changed since it was graded."""
    if exercise in LIBRARY and identifier in LIBRARY[exercise]:
        return LIBRARY[exercise][identifier]
    return Mistake(
        id=identifier,
        name=identifier,
        explanation="Cette copie a été corrigée avec une autre version des méprises.",
        hint="recorrigez-la (--force) pour lire l'explication.",
    )
