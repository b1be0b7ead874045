"""What is said of a submitted notebook, in French: what was missing, repeated, moved or refused."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from nbformat import NotebookNode

from autograder.catalogue import label_of
from autograder.submission.cells import first_line, is_answer, is_check, name_of
from autograder.submission.recognise import Recognised
from autograder.submission.redefinitions import redefinitions

SEVERAL = 2  # more cells than that are told in one sentence
ALIKE = 10  # sentences of one kind: a notebook may have thousands of cells worth one each
REASONS = 3  # why the pictures of a cell are not shown


def few(sentences: Iterable[str]) -> Iterator[str]:
    """The first of the sentences of one kind, and how many more there are."""
    found = iter(sentences)
    yield from itertools.islice(found, ALIKE)
    if left := sum(1 for _ in found):
        yield f"Remarques de même sorte, qui ne sont pas répétées ici : {left}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"« {label_of(name)} »" for name in names)


def of_answers(
    found: Recognised, teacher: Sequence[NotebookNode], gathered: set[str]
) -> Iterator[str]:
    """gathered: the answers that were found in a cell that answers something else too."""
    for j in found.repeated:
        yield (
            f"La cellule réponse « {label_of(name_of(teacher[j]))} » figure plusieurs fois : la "
            "dernière version modifiée est retenue."
        )
    elsewhere = [
        name_of(cell)
        for j, cell in enumerate(teacher)
        if j in found.elsewhere or name_of(cell) in gathered
    ]
    if len(elsewhere) > SEVERAL:
        yield (
            f"Les réponses {_listed(elsewhere)} ont été trouvées dans d'autres cellules que les "
            "leurs."
        )
    else:
        for label in map(label_of, elsewhere):
            yield f"La réponse « {label} » a été trouvée dans une autre cellule que la sienne."
    answers = [name_of(c) for j, c in enumerate(teacher) if is_answer(c) and j not in found.owner]
    missing = [name for name in answers if name not in elsewhere]
    if len(missing) > SEVERAL:
        yield f"Les cellules réponses {_listed(missing)} manquent dans le cahier remis."
    else:
        for label in map(label_of, missing):
            yield f"La cellule réponse « {label} » manque dans le cahier remis."


def of_checks(found: Recognised, teacher: Sequence[NotebookNode]) -> Iterator[str]:
    present = set(found.place_of().values())
    checks = [name_of(c) for j, c in enumerate(teacher) if is_check(c) and j not in present]
    if len(checks) > SEVERAL:
        yield f"Les cellules de vérification {_listed(checks)} manquaient ; elles sont rétablies."
    else:
        for name in checks:
            yield f"La cellule de vérification « {label_of(name)} » manquait ; elle est rétablie."


def of_pictures(cells: Sequence[NotebookNode]) -> Iterator[str]:
    for cell in cells:
        if cell.metadata.refused:
            why = ", ".join(sorted(set(cell.metadata.refused))[:REASONS])
            yield (
                f"Une image de la cellule qui commence par « {first_line(cell.source)} » ne peut "
                f"pas être montrée ({why}) : remettez-la en PNG, JPEG, GIF ou WebP."
            )


def of_absent_pictures(cells: Iterable[NotebookNode]) -> Iterator[str]:
    for cell in cells:
        for name in dict.fromkeys(cell.metadata.absent):
            yield (
                f"L'image « {first_line(name)} », que montre la cellule qui commence par "
                f"« {first_line(cell.source)} », n'est pas dans la remise : collez-la dans la "
                "cellule, ou remettez-la à côté du cahier."
            )


def of_redefinitions(cells: Sequence[NotebookNode]) -> Iterator[str]:
    """cells: those of the restored notebook, in the order in which they are run."""
    for one in redefinitions(cells):
        where = "dans sa propre cellule" if one.within else "à la cellule qui commence par"
        where += "" if one.within else f" « {first_line(one.cell.source)} »"
        yield (
            f"« {one.name} » est redéfinie plus bas, {where} : la réponse jugée est d'abord la "
            "première."
        )
