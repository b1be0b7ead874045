"""What a course folder and its gradebook know of everyone's submission of an assignment."""

import ast
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry, Student, SubmittedAssignment

from autograder.classroom.course import directories, nothing_handed_in, opened
from autograder.classroom.deposits import kept_aside
from autograder.classroom.grading.grade import read_result
from autograder.classroom.grading.gradebook import students
from autograder.report.class_page import class_csv, class_json, class_page
from autograder.report.class_report import Copy, Written, class_report
from autograder.submission.cells import is_answer, name_of

REPORTS = "rapports"


def write_report(course: Path, assignment: str) -> list[Path]:
    """Write the class's page, its CSV and its JSON in the course folder; returns their paths.

    Raises CourseError when nothing was handed in.
    """
    if not students(course, assignment):
        raise nothing_handed_in(course, assignment)
    report = class_report(assignment, copies(course, assignment))
    folder = course / REPORTS
    folder.mkdir(exist_ok=True)
    contents = {"html": class_page(report), "csv": class_csv(report), "json": class_json(report)}
    paths = [folder / f"{assignment}.{ending}" for ending in contents]
    for path, text in zip(paths, contents.values(), strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    return paths


def copies(course: Path, assignment: str) -> list[Copy]:
    """Everyone of the class: those who handed in, and the roster's others."""
    layout = directories(course)
    handed_in = set(students(course, assignment))
    with opened(course) as gradebook:
        names = {one.id: _full_name(one) for one in gradebook.students}
        return [
            _copy(layout, gradebook, assignment, student, names.get(student, ""), handed_in)
            for student in sorted(handed_in | names.keys())
        ]


def _copy(layout, gradebook, assignment, student, name, handed_in):
    if student not in handed_in:
        aside = kept_aside(Path(layout.root), assignment, student)
        return Copy(student, name, handed_in=False, aside=aside)
    folder = Path(layout.format_path(layout.autograded_directory, student, assignment))
    result = read_result(folder)
    if result is None:
        return Copy(student, name, handed_in=True)
    try:
        entry = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return Copy(student, name, True, result, _answers(folder / result.notebook))
    return Copy(
        student=student,
        name=name,
        handed_in=True,
        result=result,
        answers=_answers(folder / result.notebook),
        written=Written(entry.written_score, entry.max_written_score, _waits(entry)),
        seconds_late=max(0.0, entry.total_seconds_late),
        penalty=entry.late_submission_penalty or 0.0,
    )


def _full_name(student: Student) -> str:
    return " ".join(filter(None, (student.first_name, student.last_name)))


def _waits(entry: SubmittedAssignment) -> bool:
    return bool(entry.needs_manual_grade) and entry.max_written_score > 0


def _answers(path: Path) -> dict[str, str]:
    try:
        cells = nbformat.read(path, as_version=4).cells
    except Exception:  # a graded notebook that was removed or damaged: the marks do not need it
        return {}
    code = (cell for cell in cells if cell.cell_type == "code" and is_answer(cell))
    return {name_of(cell): anonymous(cell.source) for cell in code}


def anonymous(source: str) -> str:
    """The code without comments, docstrings nor layout; empty when it is not Python."""
    try:
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and node.body:
                first = node.body[0]
                if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                    node.body[:1] = [] if len(node.body) > 1 else [ast.Pass()]
        return ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
