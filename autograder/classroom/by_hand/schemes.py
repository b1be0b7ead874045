"""What the teacher expects of a written answer: a model answer, a marking scheme, its criteria."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from autograder.errors import AutograderError
from autograder.submission.cells import is_written, name_of

# Beside nbgrader's own tables: the criteria that a teacher has changed. A question that is not
# there has those of its source.
CRITERIA = Table(
    "autograder_criterion",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("points", Float, nullable=False),
    Column("label", Text, nullable=False),
)
SCHEME = re.compile(r"^(?:---\s*)?\*\*Barème\*\*.*", re.M | re.S)
NUMBER = r"([-−]?\d+(?:[.,]\d+)?)"
ROW = re.compile(rf"^\|\s*{NUMBER}\s*\|\s*(.+?)\s*\|\s*$", re.M)
PIECE = re.compile(rf"(?:^|[;:])\s*{NUMBER} (?:pour|par) ([^;]+?)\s*(?=;|\.?$)")
MAX_CRITERIA, MAX_LABEL = 30, 300  # of each question; characters


class MarkingError(AutograderError):
    """A mark, or a scheme, that is not entered; a French sentence for the teacher."""


class Criterion(NamedTuple):
    """What a scheme gives points for, in Markdown; points may be taken off."""

    points: float
    label: str


class Expected(NamedTuple):
    """The model answer to a question and its scheme, in Markdown; empty where nobody wrote any."""

    model: str
    scheme: str


def expected_answers(directory: CourseDirectory, assignment: str) -> dict[str, Expected]:
    """What is expected of each written answer; nothing where the teacher's notebook is not."""
    folder = Path(directory.format_path(directory.source_directory, ".", assignment))
    path = folder / f"{assignment}.ipynb"
    if not path.is_file():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {name_of(cell): expected(cell.source) for cell in cells if is_written(cell)}


def expected(source: str) -> Expected:
    """The two parts of the cell where the teacher has written them."""
    text = re.sub(r"<!-- (?:BEGIN|END) SOLUTION -->", "", source)
    found = SCHEME.search(text)
    model, scheme = (text, "") if not found else (text[: found.start()], found[0])
    return Expected(
        model=re.sub(r"\s*---\s*\Z", "", model).strip(),
        scheme=re.sub(r"\A---\s*", "", scheme).strip(),
    )


def criteria_of(scheme: str) -> list[Criterion]:
    """What a scheme gives points for: the rows of its table, else « 0,5 pour … ; 0,5 pour … »."""
    found = ROW.findall(scheme) or PIECE.findall(" ".join(scheme.split()))
    return [Criterion(_number(points), label.strip()) for points, label in found]


def _number(text):
    return float(text.replace(",", ".").replace("−", "-"))


def kept_criteria(book: Gradebook, assignment: str, question: str) -> list[Criterion]:
    """The criteria that a teacher has put in the place of the scheme's; none if none were."""
    if not inspect(book.db.connection()).has_table(CRITERIA.name):
        return []
    of = (CRITERIA.c.assignment == assignment) & (CRITERIA.c.cell == question)
    rows = book.db.execute(select(CRITERIA).where(of).order_by(CRITERIA.c.place))
    return [Criterion(row.points, row.label) for row in rows]


def set_criteria(
    book: Gradebook, assignment: str, question: str, criteria: Sequence[Criterion]
) -> None:
    """Keep other criteria for a question; none gives it back those of its source."""
    if len(criteria) > MAX_CRITERIA or any(len(one.label) > MAX_LABEL for one in criteria):
        raise MarkingError(f"Un barème compte {MAX_CRITERIA} critères courts au plus.")
    CRITERIA.create(book.db.connection(), checkfirst=True)
    of = (CRITERIA.c.assignment == assignment) & (CRITERIA.c.cell == question)
    book.db.execute(delete(CRITERIA).where(of))
    for place, one in enumerate(criteria):
        row = {"assignment": assignment, "cell": question, "place": place}
        book.db.execute(insert(CRITERIA).values(**row, points=one.points, label=one.label))
    book.db.commit()
