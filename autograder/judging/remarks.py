"""What is said, in French, of the cells that did not run to their end."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Sequence

from autograder.judging.findings import Failed, Raised
from autograder.judging.results import ExerciseResult
from autograder.judging.runner import Verdict
from autograder.judging.steps import Steps
from autograder.student.session import Cell
from autograder.submission.cells import first_line
from autograder.submission.python import definitions, read_names

ONE = {
    "timeout": "n'a pas fini dans le temps alloué et a été interrompue",
    "flood": "imprime sans fin et a été interrompue",
    "dead": "a arrêté le processus Python",
    "skipped": "n'a pas été exécutée : le cahier avait épuisé son temps",
}
SEVERAL = {
    "timeout": "n'ont pas fini dans le temps alloué et ont été interrompues",
    "flood": "impriment sans fin et ont été interrompues",
    "dead": "ont arrêté le processus Python",
    "skipped": "n'ont pas été exécutées : le cahier avait épuisé son temps",
}
LONGEST_NAME, MOST_NAMES = 40, 3  # shown, of the names that a student chose


def of_stops(cells: Sequence[Cell]) -> Iterator[str]:
    """The cells that did not end by themselves: one sentence for one cause.

    A function that never ends stops every cell that calls it; those after it lack the time.
    """
    for status in ONE:
        stopped = [cell for cell in cells if _status(cell) == status]
        hung = any(_status(cell) == "timeout" for cell in cells)
        if not stopped or (status == "skipped" and hung):
            continue  # the cells that were not run are told with those that used up the time
        first = f"qui commence par « {first_line(stopped[0].source)} »"
        after = _not_run(cells) if status == "timeout" else ""
        if len(stopped) == 1:
            yield f"La cellule {first} {ONE[status]}{after}."
        else:
            what = f"{len(stopped)} cellules {SEVERAL[status]}{after}"
            yield f"{what} ; la première est celle {first}."


def of_late_stop(cells: Sequence[Cell]) -> str:
    """What is said when Python was stopped while it ran something that had not asked for it."""
    armed = [cell for cell in cells if ENDS_LATER.search(cell.source)]
    if not armed:
        return f"{LATE_STOP}, par autre chose que ce qui s'y exécutait. {STOP_LOST}."
    return (
        f"{LATE_STOP}. La cellule qui commence par « {first_line(armed[0].source)} » contient de "
        f"quoi l'arrêter plus tard. {STOP_LOST}."
    )


LATE_STOP = "Le processus Python a été arrêté pendant la correction"
EXHAUSTED = (
    "Les appels de cette copie ont pris à eux tous le temps qu'une copie a\u00a0: ceux qui"
    " restaient n'ont pas été faits. Cherchez un calcul démesuré, une attente ou un appel qui"
    " arrête Python."
)
STOP_LOST = "Il a été relancé, et rien n'y est perdu"
ENDS_LATER = re.compile(
    r"\b(?:_exit|abort|kill|killpg|raise_signal|pthread_kill|alarm|setitimer|dump_traceback_later"
    r"|interrupt_main)\b"
)


def of_spared(exercises: Sequence[str]) -> str:
    """What is said of answers that what surrounds them kept from running, or from being right."""
    names = ", ".join(f"« {name} »" for name in exercises)
    end = "ces réponses ont été corrigées" if len(exercises) > 1 else "cette réponse a été corrigée"
    return f"D'autres lignes du cahier gênent l'exécution de {names} : {end} sans elles."


def _not_run(cells: Sequence[Cell]) -> str:
    count = sum(_status(cell) == "skipped" for cell in cells)
    if count == 0:
        return ""
    if count == 1:
        return ", et une autre n'a plus eu le temps d'être exécutée"
    return f", et {count} autres n'ont plus eu le temps d'être exécutées"


def _status(cell: Cell) -> str:
    return cell.execution.status if cell.execution else "ok"


def of_failures(
    cells: Sequence[Cell], results: Sequence[ExerciseResult], spared: Collection[str]
) -> Iterator[str]:
    """The cells that failed, where an answer depends on them.

    spared: the answers that `of_spared` tells of.
    """
    needed = {result.id: _needed_names(result.id, cells) for result in results}
    wrong = {result.id for result in results if result.status != "passed"}
    for cell in cells:
        own = set(_steps(cell).answers)
        for failure in _steps(cell).failures:
            depending = {name for name in wrong if failure.names & needed[name]} | (own & wrong)
            told = depending or (own.difference(spared) and failure.names)
            if told and failure.error != "NotImplementedError":
                yield (
                    f"La cellule qui commence par « {first_line(cell.source)} » a échoué "
                    f"({failure.error} : {failure.text}) ; {_consequence(depending)}."
                )
                break  # what fails next in a cell often comes of it


def _steps(cell: Cell) -> Steps:
    """How the cell was run: the cells of a submission all are, past what fails in them."""
    assert isinstance(cell.steps, Steps)
    return cell.steps


def _consequence(depending: set[str]) -> str:
    if not depending:
        return "la suite de la cellule a été exécutée"
    names = ", ".join(f"« {name} »" for name in sorted(depending))
    return f"{names} en {'dépendent' if len(depending) > 1 else 'dépend'}"


def _needed_names(exercise: str, cells: Sequence[Cell]) -> set[str]:
    """The names that an answer reads, and those that the student's own helpers read for it."""
    names: set[str] = set()
    waiting = [cell for cell in cells if exercise in _steps(cell).answers]
    helpers = [cell for cell in cells if not _steps(cell).answers]
    while waiting:
        names |= read_names(waiting.pop().source)
        found = [cell for cell in helpers if definitions(cell.source) & names]
        helpers = [cell for cell in helpers if cell not in found]
        waiting += found
    return names


def undefined(
    exercise: str, verdicts: Sequence[Verdict], cells: Sequence[Cell]
) -> Sequence[Verdict]:
    """The same verdicts, where a function whose code is there is not said to be still to write.

    It may lack because its cell failed, or because it bears another name.
    """
    own = [cell for cell in cells if exercise in _steps(cell).answers]
    written = [c for c in own if c.source.strip() and "NotImplementedError" not in c.source]
    if not written or any(v.kind not in ("missing", "passed") for v in verdicts):
        return verdicts
    failures = [failure for cell in written for failure in _steps(cell).failures]
    others = sorted(set().union(*(definitions(cell.source) for cell in written)))
    return [_not_defined(exercise, one, failures, others) for one in verdicts]


def _not_defined(exercise, verdict, failures, others):
    lacking = isinstance(verdict.finding, Raised) and verdict.finding.kind == "MissingError"
    if not lacking:
        return verdict
    finding = verdict.finding
    if failures:
        error = f"{failures[-1].error} : {failures[-1].text}"
        finding = Failed(
            finding.call,
            f"{exercise} n'est pas définie, car sa cellule a échoué ({error})",
            "une cellule qui s'exécute jusqu'au bout",
            "corrigez d'abord cette erreur",
        )
    elif others and exercise not in others:
        shown = ", ".join(f"« {name[:LONGEST_NAME]} »" for name in others[:MOST_NAMES])
        finding = Failed(
            finding.call,
            f"{exercise} n'est pas définie : sa cellule définit {shown}",
            f"une définition de {exercise}, hors de toute classe",
            f"gardez le nom {exercise}, que les autres cellules appellent",
        )
    return dataclasses.replace(verdict, kind="error", finding=finding)
