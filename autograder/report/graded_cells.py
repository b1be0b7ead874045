"""The whole graded notebook, cell by cell, as HTML in which nothing of the student's runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from autograder.cell_kinds import plain
from autograder.report import listing, markdown
from autograder.report.details import REMARKS
from autograder.report.markdown import Pictures
from autograder.submission.cells import is_added, is_answer, is_check, name_of

# Characters of a notebook; of the worst kind, they take five seconds of the one, ten of the other.
MOST_COLOURED, MOST_DRAWN = 100_000, 100_000
PICTURE = Markup('<img src="data:image/png;base64,{}" alt="Figure produite par la cellule">')


@dataclass(frozen=True)
class Rendered:
    """A cell: `kind` is "text", "code" or "check" (of which only the name is shown)."""

    kind: str
    name: str
    mine: bool
    body: Markup
    outputs: tuple[Markup, ...] = ()


def rendered_cells(notebook: NotebookNode, figures: Pictures) -> Iterator[Rendered]:
    """The cells in order; `mine` are those that the student wrote: only the others show figures.

    Past the first cells that make up a very long notebook, code has no colours, and what the
    student writes no form.
    """
    left, undrawn = MOST_COLOURED, MOST_DRAWN
    for cell in notebook.cells:
        name, mine = name_of(cell) or "", is_added(cell) or is_answer(cell)
        if name == REMARKS:  # the page has them elsewhere
            continue
        if is_check(cell):
            yield Rendered("check", name.removeprefix("test_"), False, Markup())
        elif cell.cell_type == "code":
            outputs = tuple(filter(None, map(_output, cell.outputs)))
            left -= len(cell.source)
            body = listing.coloured(cell.source) if left > 0 else escape(cell.source)
            yield Rendered("code", name, mine, body, outputs)
        else:
            attached = cell.get("attachments", {})
            pictures = attached if mine else {**figures, **attached}
            text = cell.source if mine else plain(cell.source)
            undrawn -= len(text) if mine else 0
            if mine and undrawn <= 0:
                body = markdown.as_written(text)
            else:
                body = markdown.shown(text, pictures, trusted=not mine)
            yield Rendered("text", name, mine, body)


def _output(output: NotebookNode) -> Markup:
    """A picture or a text; the student's process sends any shape of either."""
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    picture = "".join(_text(data.get("image/png")).split())
    if picture:
        return PICTURE.format(picture)
    traceback = output.get("traceback")
    lines = traceback if isinstance(traceback, list) else []
    text = "\n".join(map(_text, lines)) or _text(output.get("text"))
    shown = strip_ansi(text or _text(data.get("text/plain"))).strip("\n")
    return Markup("<pre>{}</pre>").format(shown) if shown else Markup()


def _text(value: Any) -> str:
    """A text as notebooks hold it, in one piece or in several; nothing of anything else."""
    pieces = value if isinstance(value, list) else [value]
    return "".join(piece for piece in pieces if isinstance(piece, str))
