"""The rows of a CSV file that a teacher gives: a school, a system or a spreadsheet wrote it."""

import csv
import io
from pathlib import Path

from autograder.errors import UsageError

MAX_BYTES = 16 * 2**20
DELIMITERS = ";,\t"


def content_of(path: Path, kind: str) -> bytes:
    """The file's bytes; raises UsageError when there is none, or too many for one of its kind."""
    if not path.is_file():
        raise UsageError(f"Le fichier {path} n'existe pas.")
    if path.stat().st_size > MAX_BYTES:
        raise UsageError(f"Le fichier {path} est trop gros pour {kind}.")
    return path.read_bytes()


def rows_of(text: str, path: Path) -> tuple[list[list[str]], str]:
    """All the rows, empty ones too, and what separates their cells.

    Raises UsageError when the file, which `path` names, does not hold rows.
    """
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise UsageError(f"{path} ne se lit pas comme un CSV.") from error
