"""A course folder: nbgrader's configuration in it, and where nbgrader keeps what."""

import re
import warnings
from functools import cache
from pathlib import Path
from traceback import walk_tb

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import SAWarning
from traitlets.config.loader import PyFileConfigLoader

from autograder.classroom import engines
from autograder.errors import UsageError, file_sentence

CONFIG = "nbgrader_config.py"
UNWRITABLE = re.compile(r"Unwritable directory, please contact your instructor: (\S+)")
REFUSED = re.compile(r"^\w*Error: \[Errno (\d+)\] (.+): '(.+)'$")
UNWRITABLE_FR = (
    "Le dossier d'échange {} n'existe pas ou ne s'écrit pas : créez-le (chmod 777), ou désignez-en "
    "un autre dans nbgrader_config.py (c.Exchange.root)."
)


class CourseError(UsageError):
    """A course folder, or a submission in it, that cannot be graded; a French sentence."""


@cache
def api(course: Path) -> NbGraderAPI:
    """nbgrader itself, configured as the course says; raises CourseError outside of a course."""
    if not course.is_dir():
        if course.exists():
            raise CourseError(f"{course} n'est pas un dossier.")
        raise CourseError(f"Le dossier {course} n'existe pas.")
    if not (course / CONFIG).is_file():
        raise CourseError(
            f"Aucun fichier « {CONFIG} » dans {course.resolve()} : ce n'est pas un cours. Lancez "
            "la commande dans le dossier du cours, ou donnez-le avec « --course »."
        )
    loader = PyFileConfigLoader(CONFIG, path=str(course.resolve()))
    try:
        config = loader.load_config()
    except Exception as error:  # whatever a teacher's Python may do
        raise CourseError(
            f"Le fichier « {CONFIG} » de {course.resolve()} ne se lit pas : erreur de Python "
            f"{type(error).__name__}, ligne {_line(error)}."
        ) from error
    config.NbGraderAPI.log_level = "CRITICAL"
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, harmless
    engines.share()
    return NbGraderAPI(config=config)


def _line(error: Exception) -> int | None:
    """The last line that an error of the course's settings went through."""
    if isinstance(error, SyntaxError):
        return error.lineno
    lines = [n for frame, n in walk_tb(error.__traceback__) if CONFIG in frame.f_code.co_filename]
    return lines[-1] if lines else None


def nothing_handed_in(course: Path, assignment: str) -> CourseError:
    """What is said where no copy stands, and where the copies are to stand."""
    return CourseError(
        f"Aucune remise de « {assignment} » dans {course.resolve()} : rangez-les d'abord avec "
        f"« autograder collect {assignment} REMISES.zip », ou mettez chaque copie dans "
        f"submitted/<étudiant>/{assignment}/{assignment}.ipynb."
    )


def nothing_graded(course: Path, assignment: str) -> CourseError:
    """What is said where no copy is graded, and the command that grades."""
    return CourseError(
        f"Aucune copie corrigée de « {assignment} » dans {course.resolve()} : lancez d'abord "
        f"« autograder grade {assignment} »."
    )


def directories(course: Path) -> CourseDirectory:
    """Where nbgrader keeps what of this course."""
    return api(course).coursedir


def has_gradebook(course: Path) -> bool:
    """Whether there is one: nbgrader would make an empty one at a look, in some seconds."""
    database = make_url(directories(course).db_url)
    return database.get_backend_name() != "sqlite" or Path(database.database or "").exists()


def opened(course: Path) -> Gradebook:
    """The course's gradebook, to be used as a context manager."""
    directory = directories(course)
    return Gradebook(directory.db_url, directory.course_id)


def submitted_folder(course: Path, student: str, assignment: str) -> Path:
    """Where a student's submission stands, whether there is one or not."""
    directory = directories(course)
    return Path(directory.format_path(directory.submitted_directory, student, assignment))


def graded_folder(course: Path, student: str, assignment: str) -> Path:
    """Where nbgrader writes a graded submission."""
    directory = directories(course)
    return Path(directory.format_path(directory.autograded_directory, student, assignment))


def released_folder(course: Path, assignment: str) -> Path:
    """Where the student release stands in the course."""
    directory = directories(course)
    return Path(directory.format_path(directory.release_directory, ".", assignment))


def require_success(outcome: dict) -> None:
    """Raise CourseError unless a command of nbgrader's succeeded; in its own words, mostly."""
    if not outcome["success"]:
        said = outcome.get("log") or outcome["error"]
        unwritable = UNWRITABLE.search(said)
        if "Traceback (most recent call last)" in said:
            said = said.strip().splitlines()[-1]
        refused = REFUSED.search(said)
        if refused:
            said = file_sentence(OSError(int(refused[1]), refused[2], refused[3]))
        raise CourseError(UNWRITABLE_FR.format(unwritable[1]) if unwritable else said)
