"""Lay a student's answers in the teacher's notebook, whose metadata alone count."""

import copy
import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.submission import remarks
from autograder.submission.additions import added, additions, harmless, without_the_teachers
from autograder.submission.cells import (
    first_line,
    is_added,
    is_answer,
    is_demo,
    is_runnable,
    is_written,
    name_of,
)
from autograder.submission.characters import unfenced
from autograder.submission.python import definitions, statements, to_write
from autograder.submission.read import MAX_CELL, MAX_NOTEBOOK
from autograder.submission.recognise import Recognised, key, recognise
from autograder.submission.rejoin import rejoin
from autograder.submission.written import gather

MAX_ADDED = 300_000  # characters in all the cells that a student added
MAX_ADDED_CELLS = 300


@dataclass
class Restored:
    """The notebook to grade, and what was found wrong with the submitted one (in French)."""

    notebook: NotebookNode
    problems: list[str] = field(default_factory=list)


def restore(submitted: NotebookNode, teacher: NotebookNode) -> Restored:
    """Lay the student's sources in the teacher's cells, in the teacher's order.

    The cells that the student added, and what they changed in the teacher's own cells, follow the
    cell after which they stood. Teacher's cells that are missing come back.
    """
    restored = Restored(NotebookNode(teacher))
    problems = restored.problems
    mine = rejoin(_short(submitted.cells, problems))
    found = recognise(mine, teacher.cells)
    exercises = {name_of(cell) for cell in teacher.cells if _is_exercise(cell)}
    unrun = _unrun(teacher.cells)
    after = _added_after(mine, found, problems)
    cells, gathered = after[-1], set()
    for j, original in enumerate(teacher.cells):
        cell = mine[found.owner[j]] if j in found.owner else None
        laid = _laid(original, cell, exercises, unrun)
        in_words = is_written(original) and original.cell_type == "markdown"
        if in_words and gather(laid[0], original, cells, after[j]):
            gathered.add(name_of(original))
        cells += laid + after[j]
    gathered |= _set_stubs_aside(cells, teacher.cells)
    problems += remarks.of_answers(found, teacher.cells, gathered)
    problems += remarks.of_checks(found, teacher.cells)
    problems += remarks.few(remarks.of_pictures(mine))
    problems += remarks.few(remarks.of_absent_pictures(_of_students(mine, found, teacher.cells)))
    problems += remarks.few(remarks.of_redefinitions(cells))
    restored.notebook.cells = _with_unique_ids(cells)
    return restored


def _unrun(cells: list[NotebookNode]) -> frozenset[str]:
    """What the teacher's checks and demos are made of, which grading does not run."""
    codes = [cell for cell in cells if cell.cell_type == "code"]
    return _made_of(
        tuple(cell.source for cell in codes if not is_runnable(cell)),
        tuple(cell.source for cell in codes if is_runnable(cell)),
    )


@functools.lru_cache(maxsize=8)  # the teacher's cells are the same in each copy of a class
def _made_of(left: tuple[str, ...], kept: tuple[str, ...]) -> frozenset[str]:
    """The statements of some cells that others have not."""

    def made(sources):
        return {one.fingerprint for source in sources for one in statements(source)}

    return frozenset(made(left) - made(kept))


def _of_students(
    mine: list[NotebookNode], found: Recognised, originals: list[NotebookNode]
) -> Iterator[NotebookNode]:
    """The submitted cells that hold an answer, or that the student added."""
    places = found.place_of()
    yield from (
        cell for i, cell in enumerate(mine) if i not in places or is_answer(originals[places[i]])
    )


def _is_exercise(cell):
    return is_answer(cell) and cell.cell_type == "code"


def _short(cells, problems):
    """The cells that are not too long to be graded and shown."""
    length = ignored = 0
    too_long = []
    for cell in cells:
        if len(cell.source) > MAX_CELL:
            too_long.append(first_line(cell.source))
        elif cell.metadata.beyond or length + len(cell.source) > MAX_NOTEBOOK:
            ignored += 1
        else:
            length += len(cell.source)
            yield cell
    if too_long:
        others = f", et {len(too_long) - 1} autres avec elle" if len(too_long) > 1 else ""
        problems.append(
            f"La cellule qui commence par « {too_long[0]} » dépasse {MAX_CELL} caractères : elle "
            f"est ignorée{others}."
        )
    if ignored:
        problems.append(
            f"Les cellules du cahier dépassent {MAX_NOTEBOOK} caractères : {ignored} d'entre elles "
            "sont ignorées."
        )


def _added_after(
    mine: list[NotebookNode], found: Recognised, problems: list[str]
) -> dict[int, list[NotebookNode]]:
    """The cells that the student added, by the teacher's cell after which they stand (or -1)."""
    places = found.place_of()
    after, place = defaultdict(list), -1
    count = length = ignored = 0
    for i, cell in enumerate(mine):
        place = places.get(i, place)
        if i in places or not key(cell.source):
            continue
        if count >= MAX_ADDED_CELLS or length + len(cell.source) > MAX_ADDED:
            ignored += 1
            continue
        count, length = count + 1, length + len(cell.source)
        after[place].append(added(cell))
    if ignored:
        problems.append(
            f"Le cahier contient plus de {MAX_ADDED_CELLS} cellules ajoutées ou de {MAX_ADDED} "
            f"caractères ajoutés : {ignored} d'entre elles sont ignorées."
        )
    return after


def _laid(
    original: NotebookNode, cell: NotebookNode | None, exercises: set[str], unrun: frozenset[str]
) -> list[NotebookNode]:
    """The teacher's cell with the student's answer, then what else the student wrote there."""
    merged = copy.deepcopy(original)
    if cell is None:
        return [merged]
    if original.cell_type == "code" and (is_answer(original) or is_demo(original)):
        merged.source = unfenced(cell.source)
        if len(definitions(merged.source)) > 1:  # cells were merged
            merged.source = without_the_teachers(merged.source, unrun)
        return [merged]
    if is_answer(original):
        merged.source = harmless(cell.source)
        if "attachments" in cell:
            merged.attachments = cell.attachments
        return [merged]
    new = additions(original, cell, exercises)
    own = NotebookNode(cell | {"cell_type": original.cell_type})
    return [merged, added(own, new)] if key(new) else [merged]


def _set_stubs_aside(cells: list[NotebookNode], originals: list[NotebookNode]) -> set[str]:
    """An answer written in another cell must not be undone by the stub it was meant to replace.

    Returns the names of these answers; the cells where they stand are marked.
    """
    gathered = set()
    stubs = {name_of(cell): key(cell.source) for cell in originals if _is_exercise(cell)}
    defined = {}
    for cell in filter(is_runnable, cells):
        for name in (definitions(cell.source) & stubs.keys()) - to_write(cell.source):
            if is_added(cell) or name_of(cell) != name:
                defined[name] = cell
    for cell in filter(_is_exercise, cells):
        name = name_of(cell)
        blank = definitions(cell.source) == {name} == to_write(cell.source)
        if name in defined and (blank or key(cell.source) == stubs[name]):
            cell.metadata["autograder"] = {"set_aside": True}
            mark = defined[name].metadata.setdefault("autograder", {})
            mark["answers"] = [*mark.get("answers", []), name]
            gathered.add(name)
    return gathered


def _with_unique_ids(cells):
    for index, cell in enumerate(cells):
        if is_added(cell):
            cell["id"] = f"ajout-{index}"
    return cells
