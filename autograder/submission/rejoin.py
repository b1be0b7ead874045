"""Put back together the code that one key cuts in two in the middle of a function."""

from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.submission.python import definitions, tree

MAX_PIECES = 4
MAX_APART = 2  # cells without code, where the code was cut


def rejoin(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The same cells, each function that was cut in pieces whole again in its first one."""
    cells = list(cells)
    joined = []
    while cells:
        pieces = _pieces(cells[: MAX_PIECES + MAX_APART])
        joined.append(cells[0])
        joined[-1].source = "\n".join(cells[i].source for i in pieces)
        cells = [cell for i, cell in enumerate(cells) if i not in pieces]
    return joined


def _pieces(cells: list[NotebookNode]) -> list[int]:
    """Which cells, from the first one, are pieces of one function that cannot stand alone."""
    pieces, found, source = [0], [0], cells[0].source
    for i, cell in enumerate(cells[1:], start=1):
        if cells[0].cell_type == "code" and _is_apart(cell) and i - len(pieces) < MAX_APART:
            continue
        if cell.cell_type != cells[0].cell_type or not _goes_on(source, cell.source):
            break
        pieces = [*pieces, i]
        source += "\n" + cell.source
        if definitions(source):
            found = pieces
    return found


def _is_apart(cell: NotebookNode) -> bool:
    """Whether a cell that stands among pieces of code holds none."""
    return cell.cell_type == "markdown" or not cell.source.strip()


def _goes_on(before: str, source: str) -> bool:
    """Whether some code cannot stand without what is before, or the other way round."""
    lines = (line for line in source.split("\n") if line.strip())
    first = next((line for line in lines if not line.lstrip().startswith("#")), "")
    return bool(first) and (first[0] in " \t" or tree(before) is None)
