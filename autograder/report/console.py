"""Terminals that are not UTF-8: what they cannot show is replaced by what looks most like it."""

import codecs
import sys
import unicodedata

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
