"""The zip that Gradescope takes: the grader, the assignment and two scripts at its root."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.catalogue import Assignment
from autograder.classroom.course import CONFIG
from autograder.classroom.secret import FILE, drawn, secret_of
from autograder.paths import ROOT

SCRIPTS = Path(__file__).parent
NAMED = ("pyproject.toml", "requirements.lock", "apt.txt", "README.md", "LICENSE")
LEFT_OUT = {"__pycache__", "bank", ".ipynb_checkpoints"}  # the bank proves the tests, elsewhere
EXECUTABLE = 0o755 << 16  # as zip files keep the permissions
CHOSEN = "devoir.txt"  # the assignment's name, for the script


def write_bundle(path: Path, assignment: Assignment, course: Path) -> None:
    """Write the bundle of an assignment.

    course: where the class's own number is, if this is a course; another one is drawn elsewhere.
    """
    number = secret_of(course) if (course / CONFIG).is_file() else drawn()
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in ("setup.sh", "run_autograder"):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = EXECUTABLE
            bundle.writestr(entry, (SCRIPTS / name).read_bytes())
        for file in _files(assignment):
            bundle.write(file, file.relative_to(ROOT))
        bundle.writestr(CHOSEN, f"{assignment.name}\n")
        bundle.writestr(FILE, f"{number}\n")


def _files(assignment: Assignment) -> Iterator[Path]:
    yield from (ROOT / name for name in NAMED)
    for folder in ("autograder", "solutions", "source", f"notebooks/{assignment.name}"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not LEFT_OUT & set(path.relative_to(ROOT).parts):
                yield path
