"""Text that may come from a student, made fit for a terminal and for files."""

import secrets
import unicodedata
from pathlib import Path


def printable(text: str) -> str:
    """The text with a space for each control character, which a terminal would obey."""
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)


def write_whole(path: Path, text: str) -> None:
    """Put a file in the place of the one before, whole or not at all; makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{secrets.token_hex(8)}.new")  # another process may write the same file
    new.write_text(text, encoding="utf-8")
    new.replace(path)
