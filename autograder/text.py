"""Text that may come from a student, made fit for a terminal and for files."""

import unicodedata


def printable(text: str) -> str:
    """The text with a space for each control character, which a terminal would obey."""
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)
