"""The number that a class alone has: its hidden tests send what it gives (see judging.variant)."""

import os
import secrets
import time
from pathlib import Path

from autograder.classroom.course import CourseError

FILE = "graine-des-tests.txt"  # beside the gradebook
BITS = 63
FILLING = 1.0  # seconds, for another grader to fill the file that it has just made


def secret_of(course: Path) -> int:
    """The class's number, drawn the first time; raises CourseError when its file holds none."""
    path = course / FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        _wait_until_filled(path)
        return _read(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{drawn()}\n")
    return _read(path)


def drawn() -> int:
    """A number for a class that has none: 0 is no class's."""
    return secrets.randbits(BITS) | 1


def _wait_until_filled(path: Path) -> None:
    deadline = time.monotonic() + FILLING
    while not path.stat().st_size and time.monotonic() < deadline:
        time.sleep(0.01)


def _read(path: Path) -> int:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise CourseError(f"« {FILE} » ne se lit pas : {error}") from error
    if not text.isdecimal() or not 0 < int(text[:40]) < 2**BITS:
        raise CourseError(
            f"« {FILE} » ne contient pas le nombre de la classe : remettez-le, ou supprimez ce "
            "fichier ; un autre sera tiré, et toutes les copies seront corrigées de nouveau."
        )
    return int(text)
