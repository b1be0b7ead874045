"""Lay a student's answers in the teacher's notebook, whose metadata alone count."""

import copy
import re
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.submission.cells import (
    definitions,
    first_line,
    is_added,
    is_answer,
    is_check,
    is_locked,
    name_of,
)

# Pages are coloured in a time that grows with the square of a cell's length.
MAX_CELL = 20_000


@dataclass
class Restored:
    """The notebook to grade, and what was found wrong with the submitted one (in French)."""

    notebook: NotebookNode
    problems: list[str] = field(default_factory=list)


def restore(submitted: NotebookNode, teacher: NotebookNode) -> Restored:
    """Lay the student's sources in the teacher's cells, in the order of the student's notebook.

    Cells that the student added stay where they are. Teacher's cells that are missing come back.
    """
    restored = Restored(NotebookNode(teacher))
    known = {name_of(cell): cell for cell in teacher.cells}
    submitted.cells = list(_short(submitted.cells, restored.problems))
    chosen = _choose(submitted.cells, known, restored.problems)
    cells = []
    for index, cell in enumerate(submitted.cells):
        original = known.get(cell.metadata.origin)
        if original is not None and chosen[cell.metadata.origin] == index:
            cells.append(_merge(original, cell))
        elif original is None or not is_locked(original):
            cells.append(_added(cell))
    missing = _put_back(cells, teacher.cells, restored.problems)
    elsewhere = _set_stubs_aside(cells, known)
    restored.problems += [
        f"La réponse « {name} » a été trouvée dans une autre cellule que la sienne."
        for name in elsewhere
    ] + [
        f"La cellule réponse « {name} » manque dans le cahier remis."
        for name in missing
        if name not in elsewhere
    ]
    restored.notebook.cells = _with_unique_ids(cells)
    return restored


def _short(cells, problems):
    """The cells that are not too long to be graded and shown."""
    for cell in cells:
        if len(cell.source) <= MAX_CELL:
            yield cell
        else:
            problems.append(
                f"La cellule qui commence par « {first_line(cell.source)} » dépasse {MAX_CELL} "
                "caractères : elle est ignorée."
            )


def _choose(cells, known, problems):
    """For each teacher's cell, which of the student's copies counts: the last one changed."""
    chosen = {}
    for index, cell in enumerate(cells):
        name = cell.metadata.origin
        if name not in known:
            continue
        if name in chosen and is_answer(known[name]):
            problems.append(
                f"La cellule réponse « {name} » figure plusieurs fois : la dernière version "
                "modifiée est retenue."
            )
        if name not in chosen or cell.source.strip() != known[name].source.strip():
            chosen[name] = index
    return chosen


def _merge(original, cell):
    merged = copy.deepcopy(original)
    if original.cell_type == "code" and not is_locked(original):
        merged.source = cell.source
    elif is_answer(original):
        merged.source = _harmless(cell.source)
        if "attachments" in cell:
            merged.attachments = cell.attachments
    return merged


def _added(cell):
    metadata = {"autograder": {"added": True}}
    if cell.cell_type == "code":
        return new_code_cell(cell.source, metadata=metadata)
    pictures = {key: cell[key] for key in ("attachments",) if key in cell}
    return new_markdown_cell(_harmless(cell.source), metadata=metadata, **pictures)


def _harmless(markdown: str) -> str:
    """Keep the reader's browser from running what a student wrote; LaTeX stays what it is.

    No tag, no character reference, and no link but to the web or to a picture of the cell.
    """
    markdown = re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)
    markdown = re.sub(r"&(?=#|\w+;)", "& ", markdown)
    return re.sub(r"\](?=[(:])(?!.\s*https?://|\(attachment:)", "] ", markdown)


def _put_back(cells, originals, problems):
    """Insert the teacher's cells that the student deleted, each after its predecessor.

    Returns the names of the answers that were missing.
    """
    missing = []
    position = -1
    for original in originals:
        names = [None if is_added(cell) else name_of(cell) for cell in cells]
        name = name_of(original)
        if name in names:
            position = names.index(name)
            continue
        position += 1
        cells.insert(position, _merge(original, original))
        if is_answer(original):
            missing.append(name)
        elif is_check(original):
            problems.append(f"La cellule de vérification « {name} » manquait ; elle est rétablie.")
    return missing


def _set_stubs_aside(cells, known):
    """An answer written in another cell must not be undone by the stub it was meant to replace.

    Returns the names of these answers.
    """
    elsewhere = []
    defined = {}
    for cell in cells:
        for name in definitions(cell.source) if cell.cell_type == "code" else ():
            if is_added(cell) or name_of(cell) != name:
                defined[name] = cell
    for cell in cells:
        name = None if is_added(cell) else name_of(cell)
        blank = name in known and cell.source.strip() == known[name].source.strip()
        if is_answer(cell) and blank and name in defined:
            cell.metadata["autograder"] = {"set_aside": True}
            elsewhere.append(name)
    return elsewhere


def _with_unique_ids(cells):
    for index, cell in enumerate(cells):
        if is_added(cell):
            cell["id"] = f"ajout-{index}"
    return cells
