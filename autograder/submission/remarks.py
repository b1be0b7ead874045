"""What is said of a submitted notebook, in French: what was missing, repeated, moved or refused."""

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from autograder.submission.cells import (
    answers_in,
    first_line,
    is_answer,
    is_check,
    is_runnable,
    name_of,
)
from autograder.submission.python import bound, statements
from autograder.submission.recognise import Recognised


def of_answers(
    found: Recognised, teacher: Sequence[NotebookNode], gathered: set[str]
) -> Iterator[str]:
    """gathered: the answers that were found in a cell that answers something else too."""
    for j in found.repeated:
        yield (
            f"La cellule réponse « {name_of(teacher[j])} » figure plusieurs fois : la dernière "
            "version modifiée est retenue."
        )
    for j, cell in enumerate(teacher):
        name = name_of(cell)
        if j in found.elsewhere or name in gathered:
            yield f"La réponse « {name} » a été trouvée dans une autre cellule que la sienne."
        elif is_answer(cell) and j not in found.owner:
            yield f"La cellule réponse « {name} » manque dans le cahier remis."


def of_checks(found: Recognised, teacher: Sequence[NotebookNode]) -> Iterator[str]:
    present = set(found.place_of().values())
    for j, cell in enumerate(teacher):
        if is_check(cell) and j not in present:
            yield f"La cellule de vérification « {name_of(cell)} » manquait ; elle est rétablie."


def of_pictures(cells: Sequence[NotebookNode]) -> Iterator[str]:
    for cell in cells:
        if cell.metadata.refused:
            formats = ", ".join(sorted({form.upper() for form in cell.metadata.refused}))
            yield (
                f"Une image de la cellule qui commence par « {first_line(cell.source)} » ne peut "
                f"pas être montrée (format annoncé : {formats}) : remettez-la en PNG, JPEG, GIF "
                "ou WebP."
            )


def of_redefinitions(cells: Sequence[NotebookNode]) -> Iterator[str]:
    """cells: those of the restored notebook, in the order in which they are run."""
    answered: set[str] = set()
    for cell in filter(is_runnable, cells):
        here = answers_in(cell)
        names = set().union(*map(bound, statements(cell.source))) if answered else set()
        for name in sorted(names & answered - set(here)):
            yield (
                f"« {name} » est redéfinie plus bas, à la cellule qui commence par "
                f"« {first_line(cell.source)} » : la réponse jugée est d'abord celle de sa cellule."
            )
        answered.update(here)
