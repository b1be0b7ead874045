"""Text that may come from a student, made fit for a terminal and for files."""

import contextlib
import functools
import secrets
import time
import unicodedata
from pathlib import Path

NEW = "?" * 16 + ".new"  # the names of files that are not whole yet
LEFT_SECONDS = 3600.0  # older than that, such a file is that of a process that was killed


def printable(text: str) -> str:
    """The text with a space for each control character, which a terminal would obey."""
    return "".join(" " if unicodedata.category(c).startswith("C") else c for c in text)


def write_whole(path: Path, text: str) -> None:
    """Put a file in the place of the one before, whole or not at all; makes its folder.

    What a process that was killed meanwhile had left there is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{secrets.token_hex(8)}.new")  # another process may write the same file
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    _sweep(path.parent)


@functools.cache  # once a process: it reads the whole folder
def _sweep(folder: Path) -> None:
    for left in folder.glob(NEW):
        with contextlib.suppress(OSError):  # another process has removed it
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink()
