"""Grade one notebook: run its cells in the student's process, then the hidden tests."""

import dataclasses
import time
from collections.abc import Iterable, Sequence

from nbformat import NotebookNode

from autograder.catalogue import Assignment
from autograder.declarations import declaration
from autograder.judging import remarks, runner, variant
from autograder.judging.channel import KernelChannel
from autograder.judging.diagnosis import diagnose, require
from autograder.judging.findings import NoAnswer, Raised
from autograder.judging.mistakes import Mistake
from autograder.judging.outputs import kept_outputs
from autograder.judging.results import ExerciseResult, NotebookResult, Status, TestResult
from autograder.judging.runner import Verdict
from autograder.judging.steps import Steps
from autograder.judging.student import Student
from autograder.limits import USUAL, Limits
from autograder.student import sandbox
from autograder.student.inside.wire import MAX_TEXT
from autograder.student.session import Cell, Session
from autograder.submission.cells import answers_in, is_added, is_runnable
from autograder.submission.installs import without_installs
from autograder.submission.pared import changes_settings, pared
from autograder.submission.redefinitions import redefinitions
from autograder.submission.remarks import few
from autograder.submission.submission import Submission

OUT_OF_MEMORY = (
    "Cette copie n'a pas pu être corrigée : elle demande plus de mémoire que le correcteur n'en "
    "accorde. Cherchez une sortie, un tableau ou une liste démesurés."
)


def grade(submission: Submission, limits: Limits = USUAL) -> NotebookResult:
    """Run the notebook, then the hidden tests, and write the cells' outputs in the notebook."""
    if not submission.readable:
        return ungraded(submission.assignment, submission.name, submission.problems)
    try:
        return _graded(submission, limits)
    except MemoryError:
        problems = [*submission.problems, OUT_OF_MEMORY]
        return ungraded(submission.assignment, submission.name, problems)


def _graded(submission: Submission, limits: Limits) -> NotebookResult:
    start = time.monotonic()
    require(submission.assignment.exercises)
    with session_of(submission, limits) as session:
        found = _judged(session, submission, limits)
    left = dataclasses.replace(limits, hidden=session.left)
    exercises, starved = _spared(found, submission, left)
    spared = [new.id for old, new in zip(found, exercises, strict=True) if new is not old]
    shown = _runnable(submission)
    for node, cell in zip(shown, session.cells, strict=True):
        node.outputs = list(kept_outputs(cell))
    problems = [
        *submission.problems,
        *remarks.of_stops(session.cells),
        *([remarks.of_late_stop(session.cells)] if session.outlived else []),
        *([remarks.EXHAUSTED] if session.exhausted else []),
        *([remarks.of_spared(spared)] if spared else []),
        *few(remarks.of_failures(session.cells, exercises, spared)),
    ]
    seconds = time.monotonic() - start
    result = _result(submission.assignment, submission.name, problems, exercises, seconds)
    return result.model_copy(update={"starved": session.starved or starved})


def _spared(
    results: list[ExerciseResult], submission: Submission, limits: Limits
) -> tuple[list[ExerciseResult], bool]:
    """The same results, better where an answer is only spoilt by what the notebook does around it.

    The answers that an error stopped are judged again without it, and all that are wrong where the
    notebook changes a setting that all of them compute with. Those that are still wrong are judged
    without each other where one of them may spoil the others when it is called. Also whether code
    was starved then (see `NotebookResult`).
    """
    cells = submission.notebook.cells
    wrong = [one for one in results if one.score < one.max_score and one.status != "missing"]
    reached = any(map(_used_up, wrong)) or (wrong and changes_settings(cells, when_called=True))
    spoilt = reached or (wrong and changes_settings(cells))
    stopped = [one.id for one in results if _is_stopped(one) or (spoilt and one in wrong)]
    best = {one.id: one for one in results}
    starved = False
    for names, alone in [(stopped, ""), *(([name], name) for name in stopped if reached)]:
        left = [name for name in names if best[name].score < best[name].max_score]
        kept = pared(cells, alone) if left else None
        if kept is None:
            continue
        assignment = dataclasses.replace(submission.assignment, exercises=tuple(left))
        notebook = NotebookNode(submission.notebook | {"cells": kept})
        apart = dataclasses.replace(submission, assignment=assignment, notebook=notebook)
        with session_of(apart, limits) as session:
            for one in _judged(session, apart, limits):
                best[one.id] = max(best[one.id], one, key=lambda each: each.score)
        limits = dataclasses.replace(limits, hidden=session.left)
        starved |= session.starved
    return list(best.values()), starved


def _used_up(result: ExerciseResult) -> bool:
    """Whether an answer, or another before it, used up the memory of the process."""
    findings = [test.finding for test in result.tests]
    return any(isinstance(one, Raised) and one.kind == "MemoryError" for one in findings)


def _is_stopped(result: ExerciseResult) -> bool:
    """Whether an answer that is there failed in a way that another cell may be the cause of."""
    findings = [test.finding for test in result.tests]
    return result.status == "error" or any(
        (isinstance(one, Raised) and one.kind != "StubError")
        or (isinstance(one, NoAnswer) and one.why != "timeout")
        for one in findings
    )


def session_of(submission: Submission, limits: Limits = USUAL) -> Session:
    """The student's process that the submission's cells will fill, once it is entered."""
    cells, answered = [], False
    for cell in _runnable(submission):
        answered = answered or bool(answers_in(cell))
        teachers = not is_added(cell)
        steps = Steps(cell.source, answers_in(cell))
        cells.append(Cell(cell.source, teachers, patient=teachers and not answered, steps=steps))
    return Session(cells, submission.files, limits, submission.libraries)


def _judged(session, submission, limits):
    """The result of each exercise, in the reading of the notebook that is best for it.

    Each is first what its cell defined. Where the notebook binds its name again, what its cell
    left, then what the notebook leaves, are tried too: before the exercises that come after, whose
    tests send neutral functions in its place, which would do for an answer.
    """
    lines, stuck = _lines(session.cells), _stuck(session, submission)
    neutral = variant.number("neutral", *sorted(lines))
    later = {one.name for one in redefinitions(submission.notebook.cells)}

    def reading(name, moment):
        channel = KernelChannel(session, (name, moment))
        student = Student(channel, budget(name, limits), limits, lines, neutral, hung=name in stuck)
        verdicts = runner.run([name], lambda _: student)
        return exercise_result(name, verdicts), verdicts, student

    def best(name):
        readings = [reading(name, "defined")]
        for moment in ("ended", "final") if name in later else ():
            if readings[-1][0].score < readings[-1][0].max_score:
                readings.append(reading(name, moment))
        return max(readings, key=lambda one: one[0].score)

    judged = [(name, *best(name)) for name in submission.assignment.exercises]
    return [
        _explained(name, verdicts, student, session.cells) for name, _, verdicts, student in judged
    ]


def _lines(cells: Sequence[Cell]) -> frozenset[str]:
    """The lines of the notebook, as those that exceptions come from are sent."""
    sources = [one for cell in cells for one in (cell.source, without_installs(cell.source))]
    return frozenset(line.strip()[:MAX_TEXT] for source in sources for line in source.split("\n"))


def _stuck(session, submission):
    """The exercises that hung where the teacher's cell after their own tries them, first of all."""
    answered = []
    for node, cell in zip(_runnable(submission), session.cells, strict=True):
        own = answers_in(node)
        if cell is session.hung:
            return [] if own or is_added(node) else answered
        answered = own or answered
    return []


def _runnable(submission):
    return [cell for cell in submission.notebook.cells if is_runnable(cell)]


def ungraded(assignment: Assignment, name: str, problems: list[str]) -> NotebookResult:
    """The result of a submission that could not be graded: no marks, and why."""
    exercises = [
        ExerciseResult(
            id=exercise,
            score=0.0,
            max_score=runner.points(exercise),
            status="error",
            tests=[],
            seconds=0.0,
        )
        for exercise in assignment.exercises
    ]
    return _result(assignment, name, problems, exercises, 0.0)


def _result(assignment, name, problems, exercises, seconds):
    return NotebookResult(
        assignment=assignment.name,
        notebook=name,
        score=sum(exercise.score for exercise in exercises),
        max_score=sum(exercise.max_score for exercise in exercises),
        sandbox=sandbox.tier(),
        seconds=round(seconds, 3),
        problems=problems,
        exercises=exercises,
    )


def budget(exercise: str, limits: Limits = USUAL) -> float:
    """The seconds that all the calls of an exercise's hidden tests share."""
    return min(declaration(exercise).seconds or limits.exercise, limits.longest_exercise)


def _explained(name, verdicts, student, cells):
    """The result of an exercise, with the mistakes that explain it when it is written and wrong."""
    verdicts = remarks.undefined(name, verdicts, cells)
    status = _status({v.kind for v in verdicts})
    wrong = status not in ("passed", "missing")
    return exercise_result(name, verdicts, diagnose(name, student) if wrong else ())


def exercise_result(
    name: str, verdicts: list[Verdict], diagnosis: Iterable[Mistake] = ()
) -> ExerciseResult:
    tests = [
        TestResult(
            name=v.test.title,
            passed=v.kind == "passed",
            score=v.test.points if v.kind == "passed" else 0.0,
            max_score=v.test.points,
            finding=v.finding,
        )
        for v in verdicts
    ]
    return ExerciseResult(
        id=name,
        score=sum(test.score for test in tests),
        max_score=sum(test.max_score for test in tests),
        status=_status({v.kind for v in verdicts}),
        tests=tests,
        diagnosis=list(diagnosis),
        seconds=round(sum(v.seconds for v in verdicts), 3),
    )


def _status(kinds: set[str]) -> Status:
    if kinds == {"passed"}:
        return "passed"
    if "passed" in kinds:
        return "partial"
    if "timeout" in kinds:
        return "timeout"
    if kinds == {"missing"}:
        return "missing"
    return "failed" if "failed" in kinds else "error"
