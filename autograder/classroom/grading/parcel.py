"""A copy on its way to another machine, which shares no folder with this one, and what it does.

The other machine must judge as this one would: it is asked for its environment, not believed to be
alike. Nothing of nbgrader nor of Dask is imported here.
"""

import functools
import tempfile
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.classroom.grading.fingerprint import grader
from autograder.classroom.grading.judge import Order
from autograder.errors import AutograderError
from autograder.student import sandbox
from autograder.submission.pictures import MAX_PICTURE, SUFFIXES
from autograder.submission.read import MAX_BYTES

# A worker judges one copy at a time, however many threads it was given.
_ALONE = threading.Lock()


def pack(order: Order) -> dict[str, Any]:
    """An order with the content of the files that judging reads, as plain data."""
    notebook = order.submitted / f"{order.assignment}.ipynb"
    pictures = [path for path in order.submitted.rglob("*") if path.suffix.lower() in SUFFIXES]
    return {
        "order": asdict(order) | {"submitted": "", "release": ""},
        "submitted": {
            str(path.relative_to(order.submitted)): _content(path, most)
            for path, most in [(notebook, MAX_BYTES), *((p, MAX_PICTURE) for p in pictures)]
            if path.is_file() and not path.is_symlink()
        },
        "release": {
            path.name: path.read_bytes()
            for path in order.release.iterdir()
            if path.suffix in (".py", ".ipynb")
        },
        "environment": environment(order.assignment),
    }


def remotely(task: Callable[[Order], str], parcel: dict[str, Any]) -> str:
    """Unpack an order and call `task` with it, where it may be done as at home.

    Raises AutograderError where this machine would not judge as the one that sent the parcel.
    """
    name = parcel["order"]["assignment"]
    if parcel["environment"] != environment(name):
        raise AutograderError("Une machine du cluster n'a pas le même correcteur que celle-ci.")
    with _ALONE, tempfile.TemporaryDirectory(prefix="copie-") as folder:
        places = {}
        for part in ("submitted", "release"):
            # named as in a course: a student reads these names
            places[part] = Path(folder, part, name)
            for relative, content in parcel[part].items():
                path = places[part] / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return task(Order(**parcel["order"] | places))


@functools.cache
def environment(assignment: str) -> dict[str, str]:
    """What must be the same on two machines for them to give the same marks."""
    return {"correcteur": grader(assignment), "bac à sable": sandbox.tier()}


def _content(path: Path, most: int) -> bytes:
    """The file's bytes; of one that is too long, enough to see it."""
    with path.open("rb") as file:
        return file.read(most + 1)
