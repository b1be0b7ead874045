"""Where a notebook binds again the name of an answer that was already given."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.submission.cells import answers_in, is_runnable
from autograder.submission.python import bound, definitions, statements


@dataclass(frozen=True)
class Redefinition:
    """A name that `cell` binds again, `within` the answer's own cell or further down."""

    name: str
    cell: NotebookNode
    within: bool


def redefinitions(cells: Iterable[NotebookNode]) -> Iterator[Redefinition]:
    """The redefinitions of a restored notebook's answers, in the order in which they are run."""
    answered: dict[str, str] = {}  # each answer's name, and the code of its cell
    for cell in filter(is_runnable, cells):
        own = set(answers_in(cell))
        bindings = _bindings(cell.source)
        every = set().union(*(names for names, _ in bindings))
        for name in sorted(every & answered.keys() - own):
            if answered[name] != cell.source:  # one cell may answer two exercises: it is laid twice
                yield Redefinition(name, cell, within=False)
        for name in sorted(every & own):
            defining = [i for i, (_, defined) in enumerate(bindings) if name in defined]
            after = bindings[defining[0] + 1 :] if defining else []
            if any(name in names for names, _ in after):
                yield Redefinition(name, cell, within=True)
        answered |= dict.fromkeys(own, cell.source)


@functools.lru_cache(maxsize=512)  # asked twice of each cell, and most are the teacher's
def _bindings(source: str) -> list[tuple[set[str], frozenset[str]]]:
    """What each statement of a cell binds, and what it defines."""
    return [(bound(one), definitions(one.text)) for one in statements(source)]
