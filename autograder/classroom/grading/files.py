"""What a submission holds beside its notebook: only ordinary, harmless files go on to be graded.

nbgrader copies all that it finds there, follows the links, and gives the copies back with the
feedback. What is refused is moved, not erased, to a folder that nbgrader is told to ignore.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.classroom.course import CourseError
from autograder.classroom.grading.fingerprint import ASIDE, SKIPPED
from autograder.text import printable

TIMESTAMP = "timestamp.txt"  # nbgrader's: when the submission came
KINDS = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif"),
        *(".pdf", ".txt", ".md", ".csv", ".py", ".docx", ".odt"),
    )
)
MAX_FILE_BYTES = 20 * 2**20
MAX_BYTES = 50 * 2**20
MAX_FILES = 100
MAX_NAMED = 5
NOT_A_FILE = "Un lien, un dossier ou un fichier spécial tenait la place du cahier."


def require_real_folders(submitted: Path) -> None:
    """Raise CourseError when the submission, or its student's folder, is a link to another's."""
    for folder in (submitted.parent, submitted):
        if folder.is_symlink():
            raise CourseError(
                f"Le dossier « {printable(folder.name)} » est un lien : remettez-y le vrai dossier."
            )


def set_aside(submitted: Path, assignment: str) -> None:
    """Move what is refused out of the way; doing it again changes nothing.

    A notebook that is not a file, or that is another student's (a hard link), gives way to a
    sentence: the submission is then graded as unreadable.
    """
    aside = submitted / ASIDE
    if os.path.lexists(aside) and (aside.is_symlink() or not aside.is_dir()):
        aside.unlink()
    notebook = submitted / f"{assignment}.ipynb"
    lacking = os.path.lexists(notebook) and not _is_own_notebook(notebook)
    for path in list(_refused(submitted, assignment)):
        place = next(p for p in (aside / str(number) for number in count(1)) if not p.exists())
        place.mkdir(parents=True)
        path.rename(place / path.name)
    if lacking:
        notebook.write_text(NOT_A_FILE + "\n", encoding="utf-8")


def remarks(submitted: Path, assignment: str) -> list[str]:
    """French sentences on what of a submission goes no further."""
    return [*_of_what_was_moved(submitted), *_of_other_notebooks(submitted, assignment)]


def _of_other_notebooks(submitted, assignment):
    own = submitted / f"{assignment}.ipynb"
    names = [
        path.name
        for path in sorted(submitted.rglob("*.ipynb"))
        if path != own and not set(SKIPPED) & set(path.relative_to(submitted).parts)
    ]
    if names:
        yield f"Seul « {own.name} » est corrigé ; la remise contient aussi {_listed(names)}."


def _listed(names):
    shown = ", ".join(f"« {printable(name)[:60]} »" for name in names[:MAX_NAMED])
    return f"{shown} et {len(names) - MAX_NAMED} de plus" if len(names) > MAX_NAMED else shown


def _of_what_was_moved(submitted):
    names = [path.name for path in sorted((submitted / ASIDE).glob("*/*"))]
    if TIMESTAMP in names:
        yield (
            f"La date de remise de « {TIMESTAMP} » est illisible : la remise est tenue pour faite "
            "à temps."
        )
    names = [name for name in names if name != TIMESTAMP and not name.startswith(".")]
    if names:
        yield (
            "N'ont pas été repris avec le cahier (ni images ni textes ordinaires, ou trop gros) : "
            f"{_listed(names)}."
        )


def _refused(submitted: Path, assignment: str) -> Iterator[Path]:
    """What must not be copied; a refused folder is given as a whole."""
    taken = {f"{assignment}{end}" for end in (".html", ".ipynb")}
    files, size = 0, 0
    for place, folders, names in os.walk(submitted):
        folder = Path(place)
        for name in sorted(folders):
            if (folder / name).is_symlink() or name.casefold() in taken:
                folders.remove(name)
                yield folder / name
        folders[:] = sorted(set(folders) - set(SKIPPED))
        for path in (folder / name for name in sorted(names)):
            if path == submitted / f"{assignment}.ipynb":
                if not _is_own_notebook(path):
                    yield path
                continue
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and path.suffix == ".ipynb":
                continue  # nbgrader does not copy other notebooks
            if path == submitted / TIMESTAMP and _is_time(path, status):
                continue
            if not _is_harmless(path, status) or path == submitted / TIMESTAMP:
                yield path
                continue
            files, size = files + 1, size + status.st_size
            if files > MAX_FILES or size > MAX_BYTES:
                yield path


def _is_harmless(path: Path, status: os.stat_result) -> bool:
    ordinary = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
    return ordinary and path.suffix.lower() in KINDS and status.st_size <= MAX_FILE_BYTES


def _is_time(path: Path, status: os.stat_result) -> bool:
    """Whether nbgrader will be able to read the time; it stops on the others."""
    if not stat.S_ISREG(status.st_mode) or status.st_size > 200:
        return False
    try:
        return parse_utc(path.read_text(encoding="utf-8").strip()).year >= 2000
    except Exception:  # dateutil raises all sorts of errors on what is not a time
        return False


def _is_own_notebook(path: Path) -> bool:
    status = path.lstat()
    return stat.S_ISREG(status.st_mode) and not (status.st_nlink > 1 and _is_anothers(path, status))


def _is_anothers(path: Path, status: os.stat_result) -> bool:
    """Whether the file is also the notebook of another student, under another name."""
    student = path.parents[1]
    for other in student.parent.iterdir():
        with contextlib.suppress(OSError):
            same = os.lstat(other / path.parent.name / path.name)
            if other != student and os.path.samestat(same, status):
                return True
    return False
