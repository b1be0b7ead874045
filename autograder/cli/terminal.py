"""What the commands write on: the two streams, progress bars, remarks, files of results."""

import json
import shlex
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.errors import UsageError
from autograder.report.console import FrenchConsole

DONE, UNGRADED = 0, 1

out = FrenchConsole()
err = FrenchConsole(stderr=True)


def progress_bar() -> Progress:
    from autograder.report.progress import is_shown

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=err, disable=not is_shown(err))


def print_path(what: str, path: object) -> None:
    """Say where something is, on one line, that it may be copied."""
    out.print(f"{what} : {path}", highlight=False, markup=False, soft_wrap=True)


def print_next(command: str, course: Path) -> None:
    """Say which of our commands comes next in this course."""
    place = "" if course == Path(".") else f" --course {shlex.quote(str(course))}"
    print_path("Ensuite", f"autograder {command}{place}")


def print_problems(problems: list[str], prefix: str = "") -> None:
    for problem in problems:
        out.print(f"• {prefix}{problem}", highlight=False, markup=False)


def require_place(path: Path | None) -> None:
    """Refuse at once a file that could not be written once the work is done."""
    if path is not None and path.is_dir():
        raise UsageError(f"{path} est un dossier : donnez le nom d'un fichier.")
    if path is not None and not path.parent.is_dir():
        raise UsageError(f"Le dossier {path.parent} n'existe pas : {path.name} n'y sera pas écrit.")


def write_json(path: Path | None, data: Any) -> None:
    if path is not None:
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        path.write_bytes(text.encode("utf-8", "replace"))  # a folder's name may not be Unicode
