"""Read code as its author sees it: a page, a PDF or a chat changes its spaces, quotes and signs.

Python refuses a no-break space where it takes a space, and nobody sees the difference. Only code
that Python refuses is changed, and only if it then takes it.
"""

import re
from collections.abc import Iterator

from autograder.submission.python import tree

LINES = {"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
SPACES = dict.fromkeys("\xa0\u1680\u202f\u205f\u3000", " ") | {
    chr(space): " " for space in range(0x2000, 0x200B)
}
INVISIBLE = dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
QUOTES = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′", "'")
SIGNS = dict.fromkeys("−–—‐‑", "-") | {"×": "*", "∗": "*", "⋅": "*"}
UNSEEN = str.maketrans(LINES | SPACES | INVISIBLE)
ALL = str.maketrans(LINES | SPACES | INVISIBLE | QUOTES | SIGNS)
OTHER = re.compile("[\t" + "".join(map(chr, ALL)) + "]")
INDENT = re.compile(r"^[\s\u200b\u2060\ufeff]+", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
TAB_WIDTHS = (4, 8)  # what editors show, then what Python once counted


def legible(source: str) -> str:
    """The code of a cell, with the characters that a keyboard has where Python needs them."""
    if not OTHER.search(source) or tree(source) is not None:
        return source
    return next((one for one in _readings(source) if tree(one) is not None), source)


def unfenced(text: str) -> str:
    """The code of a text that stands between fences; the other lines become comments.

    The text itself where it is Python already, or has no fence.
    """
    if not FENCE.search(text) or tree(text) is not None:
        return text
    lines, inside = [], False
    for line in text.split("\n"):
        fence = FENCE.match(line)
        inside ^= bool(fence)
        lines.append(line if inside and not fence else f"# {line}")
    return legible("\n".join(lines))


def _readings(source: str) -> Iterator[str]:
    """What the code may be: first with the least changed, for a text in quotes is the author's."""
    indented = INDENT.sub(lambda indent: indent[0].translate(UNSEEN), source)
    for text in (source, indented, source.translate(UNSEEN), source.translate(ALL)):
        yield text
        for width in TAB_WIDTHS if "\t" in text else ():
            yield text.expandtabs(width)
