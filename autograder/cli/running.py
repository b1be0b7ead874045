"""What takes long in the commands on a class, and is told meanwhile: grading it, its feedback."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.cli.terminal import (
    err,
    out,
    print_path,
    print_problems,
    progress_bar,
    write_json,
)
from autograder.errors import Interruption
from autograder.french import gradebook_sentence
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.classroom.exporting.export import Export
    from autograder.classroom.watch import Watch

MAX_ERROR = 600  # characters


def grade_with_progress(
    course_path: Path,
    assignment: str,
    names: list[str],
    json_path: Path | None = None,
    log_path: Path | None = None,
    *,
    workers: Any,
    force: bool = False,
) -> tuple[list, bool]:
    """Grade a class under a progress bar, write the results, then print the table of marks.

    Returns the results, and whether answers wait for a mark by hand.
    """
    from autograder.classroom.grading import gradebook
    from autograder.classroom.grading.journal import Journal
    from autograder.classroom.pages import book
    from autograder.classroom.pages.class_table import class_report
    from autograder.report.progress import ClassProgress

    results, journal = [], Journal(log_path)
    journal.note("begun", assignment=assignment, students=names, jobs=workers.slots, force=force)
    try:
        title = f"Correction de {assignment}"
        with ClassProgress(err, title, len(names), workers.slots) as progress:
            for result in gradebook.grade_class(
                course_path,
                assignment,
                names,
                workers=workers,
                force=force,
                judging=progress.judging,
            ):
                results.append(result)
                journal.result(result)
                progress.done(result)
    except KeyboardInterrupt:
        journal.note("interrupted", done=len(results))
        raise Interruption(
            f"Arrêté ; copies corrigées : {len(results)} sur {len(names)}. La même commande, "
            "relancée, corrige les autres."
        ) from None
    journal.note("ended", done=len(results))
    results.sort(key=lambda result: result.student)
    write_json(json_path, [result.public() for result in results])
    marks = book.read(course_path, assignment, names)
    out.print(class_report(marks))
    for result in results:
        print_problems(result.problems, prefix=f"{result.student} : ")
    return results, bool(marks.awaited)


def write_feedback(course_path: Path, assignment: str, names: list[str]) -> bool:
    """Write the feedback of some students under a progress bar; whether all could be written."""
    from autograder.classroom.grading import gradebook

    failures, folder = [], None
    with progress_bar() as progress:
        task = progress.add_task(f"Rétroaction de {assignment}", total=len(names))
        for name in names:
            try:
                folder = gradebook.write_feedback(course_path, assignment, name)
            except Exception as error:  # one copy must not keep the others from theirs
                if gradebook_sentence(error) is not None:  # none of them would come through
                    raise
                failures.append(f"{printable(name)} : {printable(str(error))[-MAX_ERROR:]}")
            progress.advance(task)
    if folder is not None:
        print_path("Rétroactions", f"{folder.parent.parent}/<étudiant>/{assignment}")
    print_problems(failures, prefix="Rétroaction impossible pour ")
    return not failures


def show_arrivals(watching: "Watch") -> bool:
    """Grade what has come since the last look, a line a copy; whether anything had."""
    from autograder.report.terminal import arrival_line

    came = False
    for arrival in watching.round(date.today()):
        came = True
        line = arrival_line(arrival.student, arrival.result, arrival.problem)
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    return came


def print_export(written: "Export") -> None:
    """What a teacher must know of an export, then where it is."""
    print_problems(written.sentences)
    print_path("Notes", written.marks)
    if written.pages:
        print_path("Zip des rétroactions", written.pages)
    if written.worksheet:
        print_path("Feuille remplie", written.worksheet)


def check_sandbox(required: bool) -> None:
    """Warn loudly when the student's code is badly isolated; refuse if asked to."""
    from autograder.student import sandbox

    if required:
        os.environ[sandbox.REQUIRE] = "1"  # the workers of a class read it too
    text = sandbox.warning(sandbox.tier())
    if text:
        err.print(text, style="bold yellow", highlight=False, markup=False)
