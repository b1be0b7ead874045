"""What a cell is for, written just above it: to fill in, given, to try, to check.

A label is a line of HTML at the end of the text before the cell, so that a student's notebook has
no more cells for it, and nothing is lost where styles are dropped: the words remain. JupyterLab
keeps only some styles, among them these.
"""

import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from autograder.catalogue import label_of
from autograder.submission.cells import is_answer, is_check, is_demo, is_locked, name_of

LABEL = (
    '<div class="genre {kind}" style="border-left: 5px solid {colour}; padding: 2px 10px">'
    "<strong>{title}</strong>{rest}</div>"
)
# A written answer stands between the two halves of a frame: in its own cell, the frame would be in
# the student's way, and would be part of the answer.
TOP = (
    '<div class="genre {kind}" style="border: 2px solid {colour}; border-bottom: none; '
    'padding: 6px 10px 14px"><strong>{title}</strong>{rest}</div>'
)
BLUE, GREY, PURPLE, GREEN = "#2f81f7", "#8b949e", "#a371f7", "#2da44e"
END = (
    '<div class="genre a-vous" style="border: 2px solid {colour}; border-top: none; '
    'padding: 14px 10px 6px">'
    "<small>{text}</small></div>"
)
STYLE = re.compile(r'(<div class="genre [a-z-]+") style="[^"]*"')


def labelled(cells: list[NotebookNode], stakes: dict[str, str]) -> Iterator[NotebookNode]:
    """The cells of a built notebook, each with its kind above it.

    stakes: what each exercise and written question is worth, in words.
    """
    waiting = None  # a text, until what follows it is known
    for cell in cells:
        label = _label(cell, stakes)
        if label is None:
            if waiting is not None:
                yield waiting
            waiting = cell
            continue
        if waiting is None:
            waiting = nbformat.v4.new_markdown_cell(label, id=f"genre-{cell.id}")
        else:
            waiting.source = f"{waiting.source}\n\n{label}"
        yield waiting
        yield cell
        waiting = None
        if _is_question(cell):
            text = f"{label_of(name_of(cell))}\u00a0: fin de votre réponse."
            yield nbformat.v4.new_markdown_cell(
                END.format(colour=BLUE, text=text), id=f"fin-{cell.id}"
            )
    if waiting is not None:
        yield waiting


def plain(text: str) -> str:
    """The same text, the styles of its label left to the page that shows it."""
    return STYLE.sub(r"\1", text)


def _is_question(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and is_answer(cell)


def _label(cell: NotebookNode, stakes: dict[str, str]) -> str | None:
    """The label of a cell; None for a text."""
    name = f"<code>{name_of(cell).removeprefix('given_').removeprefix('test_')}</code>"
    if is_answer(cell):
        where = "votre réponse, dans la cellule qui suit" if _is_question(cell) else name
        form = TOP if _is_question(cell) else LABEL
        return _written("a-vous", BLUE, "À vous", f" : {where} · {stakes[name_of(cell)]}", form)
    if cell.cell_type == "markdown":
        return None
    if is_check(cell):
        return _written("controle", GREEN, "Vérification", f" : {name}, à exécuter")
    if is_locked(cell):
        return _written("donne", GREY, "Donné", f" : {name}, à exécuter tel quel")
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        text = " : à exécuter ; la cellule est repliée, il n'y a rien à y changer"
        return _written("donne", GREY, "Outillage", text)
    if is_demo(cell):
        return _written("exemple", PURPLE, "Expérience", " : à exécuter, puis à modifier")
    return _written("exemple", PURPLE, "Exemple", " : à exécuter")


def _written(kind: str, colour: str, title: str, rest: str, form: str = LABEL) -> str:
    return form.format(kind=kind, colour=colour, title=title, rest=rest)
