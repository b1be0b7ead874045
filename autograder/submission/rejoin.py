"""Put back together the code that one key cuts in two in the middle of a function."""

from collections.abc import Iterable

from nbformat import NotebookNode

from autograder.submission.python import definitions, tree


def rejoin(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The same cells, each piece of code that cannot stand alone joined to the one before."""
    joined: list[NotebookNode] = []
    for cell in cells:
        if joined and _goes_on(joined[-1], cell):
            joined[-1].source += "\n" + cell.source
        else:
            joined.append(cell)
    return joined


def _goes_on(before: NotebookNode, cell: NotebookNode) -> bool:
    """Whether a cell only makes sense as the end of a function begun in the one before it."""
    if before.cell_type != cell.cell_type or not cell.source.strip():
        return False
    first = next(line for line in cell.source.split("\n") if line.strip())
    indented = first[0] in " \t" and not first.lstrip().startswith("#")
    if not indented and tree(before.source) is not None:
        return False
    return bool(definitions(before.source + "\n" + cell.source))
