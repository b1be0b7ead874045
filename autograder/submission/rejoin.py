"""Put back together the code that one key cuts in two in the middle of a function."""

from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.submission.python import definitions, tree

MAX_PIECES = 4


def rejoin(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The same cells, each function that was cut in pieces whole again in its first one."""
    cells = list(cells)
    joined = []
    while cells:
        count = _pieces(cells[:MAX_PIECES])
        joined.append(cells[0])
        joined[-1].source = "\n".join(cell.source for cell in cells[:count])
        del cells[:count]
    return joined


def _pieces(cells: list[NotebookNode]) -> int:
    """How many cells, from the first one, are pieces of one function that cannot stand alone."""
    count, source = 1, cells[0].source
    for number, cell in enumerate(cells[1:], start=2):
        if cell.cell_type != cells[0].cell_type or not _goes_on(source, cell.source):
            break
        source += "\n" + cell.source
        if definitions(source):
            count = number
    return count


def _goes_on(before: str, source: str) -> bool:
    """Whether some code cannot stand without what is before, or the other way round."""
    lines = (line for line in source.split("\n") if line.strip())
    first = next((line for line in lines if not line.lstrip().startswith("#")), "")
    return bool(first) and (first[0] in " \t" or tree(before) is None)
