"""CSV files that a spreadsheet opens by a double click, whatever a student's name may be."""

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.text import printable

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel does not read UTF-8
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what makes a spreadsheet compute


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ";") -> str:
    """The rows as CSV; a semicolon stands between the columns for a French Excel."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return _BYTE_ORDER_MARK + text.getvalue()


def safe(text: str) -> str:
    """The text on one line; an apostrophe before what a spreadsheet would compute."""
    line = printable(text).strip()
    return f"'{line}" if line.startswith(_FORMULA) else line
