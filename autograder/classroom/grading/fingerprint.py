"""What a mark depends on, as one short text: the same text means that nothing is to be graded anew.

Times of a student's files say nothing: a notebook saved before a first grading may be handed in
after it. Those of the grader's own files tell which of them are to be read again.
"""

import contextlib
import functools
import hashlib
import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path

from autograder.catalogue import ASSIGNMENTS
from autograder.paths import EXERCISES, SOLUTIONS
from autograder.submission.read import MAX_BYTES

PACKAGES = ("gymnasium", "ipykernel", "nbgrader", "numpy", "poutyne", "pytest", "torch")
# What decides of a mark in this package: the rest is commands, and what people read.
ROOMS = ("judging", "student", "submission", "training")
MODULES = ("catalogue.py", "declarations.py", "limits.py")
UNREAD = ("bank", "__pycache__")  # of an exercise: the proof's
# Of a submission: nbgrader does not look into these.
ASIDE = ".non-repris"  # submitted/<student>/<assignment>/.non-repris/<number>/<file>
SKIPPED = (ASIDE, ".ipynb_checkpoints", "__pycache__")
SHARED = ("exercise.toml", "loop.py", "stand_in.py")  # of an exercise that another one calls


def grounds(release: Path, assignment: str, secret: int) -> str:
    """Of all that the marks of a class depend on but the submissions.

    release: the folder of the student release. secret: the class's number, which the hidden tests'
    inputs come from.
    """
    return _held.get() or _digest(repr((secret, grader(assignment))), _tree(release, SKIPPED))


@contextlib.contextmanager
def held(known: str) -> Iterator[None]:
    """Meanwhile, the `grounds` are those that were read when the grading of a class began."""
    before = _held.set(known)
    try:
        yield
    finally:
        _held.reset(before)


_held: ContextVar[str] = ContextVar("held", default="")


def are_held() -> bool:
    """Whether a class is being graded, whose assignment was found ready at the beginning."""
    return bool(_held.get())


def grader(assignment: str) -> str:
    """Of what judges an assignment: the hidden tests, the solutions, the grader, its packages."""
    return _digest(repr(_versions()), _files(assignment), _kept_sum)


def fingerprint(submitted: Path, known: str) -> str:
    """Of a submission and its `grounds`.

    submitted: the folder, from which what is refused has been moved.
    """
    return _digest(known, _tree(submitted, SKIPPED))


def _sum(path: Path) -> bytes:
    return hashlib.sha256(_content(path)).digest()


def _digest(
    first: str,
    files: Iterable[tuple[Path, Path]],
    of: Callable[[Path], bytes] = _sum,
) -> str:
    digest = hashlib.sha256(first.encode())
    for root, path in files:
        digest.update(repr((root.name, str(path.relative_to(root)))).encode())
        digest.update(of(path))
    return digest.hexdigest()


def _kept_sum(path: Path) -> bytes:
    """The same, read again only where the file has changed: they are hundreds."""
    state = path.stat()
    return _sum_of(path, (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns))


@functools.lru_cache(maxsize=2000)
def _sum_of(path: Path, state: tuple[int, ...]) -> bytes:
    return _sum(path)


@functools.cache
def _versions() -> list[str]:
    return [platform.python_version(), *map(importlib.metadata.version, PACKAGES)]


def _files(assignment: str) -> Iterator[tuple[Path, Path]]:
    """All that is read, with the folder to which its name is relative."""
    package = EXERCISES.parent
    yield from _tree(SOLUTIONS, SKIPPED)
    for exercise in ASSIGNMENTS[assignment].exercises:
        yield from _tree(EXERCISES / exercise, UNREAD)
    yield from (
        (EXERCISES, path) for name in SHARED for path in sorted(EXERCISES.glob(f"*/{name}"))
    )
    for room in ROOMS:
        yield from _tree(package / room, UNREAD)
    for module in MODULES:
        if (package / module).exists():
            yield package, package / module


def _tree(root: Path, skipped: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
    for place, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - set(skipped))
        yield from ((root, Path(place, name)) for name in sorted(names))


def _content(path: Path) -> bytes:
    """The file's bytes, as many as the grader may read of it; none of what is not a file."""
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
