"""The libraries that a notebook loads, as its teacher wrote it."""

import ast
import functools
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nbformat import NotebookNode


def libraries(teacher: NotebookNode, files: Sequence[Path]) -> tuple[str, ...]:
    """What the cells and the side files import as they are run, but for these files, sorted.

    What is imported from a module may be one, or not. From one of Python's own it seldom is, and
    takes no time to load: notebooks that differ by such a name only load the same libraries.
    """
    own = {path.stem for path in files}
    cells = (cell.source for cell in teacher.cells if cell.cell_type == "code")
    texts = [*cells, *(path.read_text(encoding="utf-8") for path in files)]
    found = {name for text in texts for name in _imported(text)}
    return tuple(sorted(name for name in found if name.split(".")[0] not in own))


@functools.lru_cache(maxsize=256)
def _imported(text: str) -> frozenset[str]:
    """What a text imports outside of its functions; nothing when it is not plain Python."""
    try:
        return frozenset(_names(ast.parse(text).body))
    except (SyntaxError, ValueError):
        return frozenset()


def _names(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module
            if statement.module.split(".")[0] not in sys.stdlib_module_names:
                yield from (f"{statement.module}.{alias.name}" for alias in statement.names)
