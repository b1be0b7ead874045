"""The zip of feedback pages that Moodle and Canvas hand back, each to its student."""

import zipfile
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.classroom.deposits import Deposit, Deposits
from autograder.classroom.exporting.marks import Sheet, State
from autograder.classroom.roster import Student


def write_zip(
    path: Path, directory: CourseDirectory, marks: Sheet, deposits: Deposits, system: str
) -> list[Student]:
    """Zip the pages under the names by which "moodle" or "canvas" knows whose each is.

    Returns the graded students who have no page there: none is written yet, or their copy did not
    come from that system.
    """
    without = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in marks.rows:
            if row.state in (State.ABSENT, State.ASIDE, State.UNGRADED):
                continue
            page = _page(directory, row.student, marks.assignment)
            name = _name(deposits.of_student(row.student.id, system), marks.assignment)
            if name and page.is_file():
                archive.write(page, name)
            else:
                without.append(row.student)
    return without


def _page(directory: CourseDirectory, student: Student, assignment: str) -> Path:
    folder = directory.format_path(directory.feedback_directory, student.id, assignment)
    return Path(folder) / f"{assignment}.html"


def _name(deposit: Deposit | None, assignment: str) -> str | None:
    """The name of a page in the zip; None where the system gave no number to know it by.

    Moodle cuts a folder's name at underscores: name, participant's number, kind of plugin, plugin;
    the last underscore is of the versions before 4.1, and the later ones take it too. Canvas takes
    the first two numbers between underscores: the user's, then that of a file which they handed in.
    """
    if deposit is None or not deposit.number:
        return None
    label = deposit.label.replace("_", " ").lstrip(".~ ") or "étudiant"
    if deposit.system == "moodle":
        return f"{label}_{deposit.number}_assignsubmission_file_/{assignment}.html"
    if deposit.ticket:
        return f"{label}_{deposit.number}_{deposit.ticket}_{assignment}.html"
    return None
