"""nbgrader's two steps: what the first one reads, the second one gets, and no file tells it."""

from pathlib import Path

import pytest
from traitlets.config import Configurable

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading.reader import SubmissionExporter
from autograder.paths import ROOT
from autograder.submission.cells import is_check
from autograder.submission.fill import references
from autograder.submission.release import release_folder

NAME = "dqn"


class Directories:
    """The places of a course with one student's folder."""

    submitted_directory, release_directory = "submitted", "release"
    autograded_directory = "autograded"

    def __init__(self, submitted):
        self.places = {"submitted": submitted, "release": release_folder(ASSIGNMENTS[NAME])}
        self.places["autograded"] = submitted / "autograded"

    def format_path(self, directory, student, assignment):
        return str(self.places[directory])


class Converter(Configurable):
    """What an exporter needs of nbgrader's converter."""

    def __init__(self, submitted):
        super().__init__()
        self.coursedir = Directories(submitted)


@pytest.fixture
def exporter(tmp_path):
    return SubmissionExporter(parent=Converter(tmp_path))


def read(exporter, path, student="amelie"):
    names = {"assignment": NAME, "student": student, "notebook": Path(path).stem}
    return exporter.from_filename(str(path), resources={"nbgrader": names})[0]


def without_checks(filled):
    filled.cells = [cell for cell in filled.cells if not is_check(cell)]


def test_the_notebook_between_the_steps_holds_nothing_of_the_grader(exporter, handed_in):
    path = handed_in(NAME, references(ASSIGNMENTS[NAME]), without_checks)
    written = read(exporter, path)
    assert "autograder" not in written
    submission = exporter.take("amelie")
    assert submission.readable
    assert submission.problems
    assert not [problem for problem in submission.problems if problem in written]
    assert submission.name == path.name
    beside = (ROOT / "notebooks" / NAME).glob("*.py")
    assert {file.name for file in submission.files} == {file.name for file in beside}


def test_an_unreadable_notebook_becomes_the_blank_one(exporter, tmp_path, blank):
    path = tmp_path / f"{NAME}.ipynb"
    path.write_text("Bonjour, voici mon devoir.", encoding="utf-8")
    read(exporter, path)
    submission = exporter.take("amelie")
    assert not submission.readable
    assert submission.notebook.cells == blank(NAME).cells
    assert len(submission.problems) == 1


def test_each_student_is_graded_on_their_own(exporter, handed_in):
    path = handed_in(NAME, {})
    read(exporter, path, "amelie")
    with pytest.raises(KeyError):
        exporter.take("bilal")
    exporter.take("amelie")
    with pytest.raises(KeyError):
        exporter.take("amelie")
