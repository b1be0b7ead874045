"""Names the mistakes behind wrong results, with what each exercise knows of its own.

The `mistakes` module of an exercise holds its `MISTAKES` and `diagnose(student)`, which calls the
student's function on probes and gives the mistakes that explain all that came back. The wrong
rules are computed in the grader only.
"""

import functools
import importlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from autograder.catalogue import HOME_OF
from autograder.declarations import declaration
from autograder.judging import variant
from autograder.judging.assertions import CheckError
from autograder.judging.mistakes import Mistake, Mistakes
from autograder.judging.student import Student
from autograder.judging.work import SECONDS, Work, WorkError
from autograder.paths import EXERCISES

log = logging.getLogger(__name__)


class Library(Mapping[str, Mistakes]):
    """The mistakes of each exercise that has some, read when they are first asked for.

    A process grades one assignment, and most commands none. Raises LibraryError where they are not
    written as they should be.
    """

    def __getitem__(self, exercise: str) -> Mistakes:
        if exercise not in self:
            raise KeyError(exercise)
        return _told(exercise)

    def __contains__(self, exercise: object) -> bool:
        return exercise in HOME_OF and (EXERCISES / str(exercise) / "mistakes.py").is_file()

    def __iter__(self) -> Iterator[str]:
        return (exercise for exercise in HOME_OF if exercise in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


LIBRARY = Library()


@functools.cache
def _module(exercise: str) -> ModuleType:
    """What an exercise knows of its mistakes; what it draws as it loads is drawn in no class, for
    it serves all those that a process grades, and the proof is made of these numbers.
    """
    with variant.of_class(0):
        return importlib.import_module(f"autograder.exercises.{exercise}.mistakes")


@functools.cache
def _told(exercise: str) -> Mistakes:
    """The mistakes of an exercise, told with the names of what its loop calls, if it is one."""
    loop = declaration(exercise).loop
    return _module(exercise).MISTAKES.naming(loop.names if loop else {})


def require(exercises: Iterable[str]) -> None:
    """Read the mistakes of these exercises; raises LibraryError before any copy is judged."""
    for exercise in exercises:
        LIBRARY.get(exercise)


def diagnose(exercise: str, student: Student) -> list[Mistake]:
    """The mistakes that explain the results of an exercise; empty when none does.

    A function that hangs or ends its process is not diagnosed, and a diagnosis never fails: the
    marks do not depend on it.
    """
    if exercise not in LIBRARY or student.stopped is not None:
        return []
    try:
        with Work(SECONDS).doing():
            return [LIBRARY[exercise][found.id] for found in _module(exercise).diagnose(student)]
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
