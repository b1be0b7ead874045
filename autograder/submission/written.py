"""What a student wrote beside the cell of a written answer, which alone is read and marked."""

from itertools import takewhile

from nbformat import NotebookNode

from autograder.submission.cells import is_added
from autograder.submission.pictures import PICTURE
from autograder.submission.read import MAX_CELL
from autograder.submission.recognise import key


def gather(
    answer: NotebookNode,
    original: NotebookNode,
    above: list[NotebookNode],
    below: list[NotebookNode],
) -> bool:
    """Add to a written answer the texts that follow it or, where it is blank, stand just above.

    above, below: the cells there, from which what is added is removed. Returns whether the answer
    was found nowhere else.
    """
    blank = key(answer.source) == key(original.source) and "attachments" not in answer
    texts = [cell for cell in below if _is_text(cell)]
    if blank and not texts:
        texts = list(takewhile(_is_text, reversed(above)))[::-1]
    if not texts or sum(len(cell.source) for cell in [answer, *texts]) > MAX_CELL:
        return False
    if blank:
        answer.source = ""
    for cell in texts:
        _add(answer, cell)
    for cells in (above, below):
        cells[:] = [cell for cell in cells if not any(cell is one for one in texts)]
    return blank


def _is_text(cell: NotebookNode) -> bool:
    return is_added(cell) and cell.cell_type == "markdown"


def _add(answer: NotebookNode, cell: NotebookNode) -> None:
    """Put a text below an answer, its pictures numbered after those that are there."""
    held = answer.get("attachments", {})
    first = len(held)

    def numbered(match):
        return f"(attachment:image-{first + int(match[1])})"

    source = PICTURE.sub(numbered, cell.source)
    answer.source = f"{answer.source}\n\n{source}".strip()
    new = {
        f"image-{first + number}": picture
        for number, picture in enumerate(cell.get("attachments", {}).values(), start=1)
    }
    if held or new:
        answer.attachments = NotebookNode(held | new)
