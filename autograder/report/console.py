"""Terminals: lines cut where French lets them be; those that are not UTF-8.

What the latter cannot show is replaced by what looks most like it.
"""

import codecs
import sys
import unicodedata
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from autograder.typography import NBSP, unbreakable

LIKE = str.maketrans(
    {
        "«": '"',
        "»": '"',
        "’": "'",
        "…": "...",
        "—": "-",
        "–": "-",
        "−": "-",
        "•": "*",
        "›": ">",
        "≥": ">=",
        "✓": "v",
        "✗": "x",
        "⏎": "|",
        "œ": "oe",
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
    }
)
HANDLER = "autograder-semblable"
GLUE = "\ue000"  # a private character, one cell wide: rich cuts lines at no-break spaces too


def adapt_streams() -> None:
    """Let the standard streams write any text, in whatever encoding the terminal has."""
    codecs.register_error(HANDLER, _replace)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)


def _replace(error: UnicodeError) -> tuple[str, int]:
    """What codecs ask for: a text to write in the place of one that the encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_like(character, error.encoding) for character in lacking), error.end


def _like(character: str, encoding: str) -> str:
    """The character without its accents, or a question mark."""
    base = unicodedata.normalize("NFKD", character.translate(LIKE))
    return base.encode(encoding, "ignore").decode(encoding) or "?"


class FrenchConsole(Console):
    """A console whose lines are never cut between a word and its sign."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        if isinstance(renderable, str):
            options = options or self.options
            renderable = self.render_str(
                renderable, highlight=options.highlight, markup=options.markup
            )
        if not isinstance(renderable, Text):
            yield from super().render(renderable, options)
            return
        glued = renderable.copy()
        glued.plain = unbreakable(glued.plain).replace(NBSP, GLUE)
        for segment in super().render(glued, options):
            yield Segment(segment.text.replace(GLUE, NBSP), segment.style, segment.control)
