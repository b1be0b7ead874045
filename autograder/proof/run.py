"""The hidden tests are themselves tested: on the bank, and on mutants of the references."""

import functools
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import replace
from multiprocessing import util

from autograder.judging import grading, runner, variant
from autograder.judging.diagnosis import diagnose
from autograder.judging.findings import Undecided
from autograder.judging.student import Student
from autograder.judging.visible import declared
from autograder.proof.bank import announced, equivalents, variants
from autograder.proof.mutants import mutants
from autograder.proof.scores import KINDS, Case, Judgement, Proof
from autograder.proof.workbench import Workbench
from autograder.submission.fill import reference
from autograder.workers import pool

PATIENCE = 5  # a mutant is given this many times what the reference takes
LEAST_SECONDS = 5.0
CLASSES = 8  # whose numbers the bank is judged with, besides those of no class
SAID = {"VerificationError", "NotWrittenError"}  # how a visible check refuses, in a French sentence


def prepare(exercise: str) -> tuple[Proof, list[Case]]:
    """What there is to prove of an exercise: the bank's answers, the mutants of the reference."""
    cases = []
    for kind in ("wrong", "cheats", "right"):
        for name, source in variants(exercise, kind).items():
            cases.append(Case(exercise, kind, name, source, frozenset(announced(source))))
    proof, harmless = Proof(exercise), equivalents(exercise)
    for mutant in mutants(reference(exercise)):
        change = (mutant.before, mutant.after)
        kind = "equivalent" if change in harmless else "mutant"
        cases.append(Case(exercise, kind, " → ".join(change), mutant.source))
        harmless.pop(change, None)
    for before, after in harmless:  # a line of the list that says nothing any more
        proof.count("equivalent", False)
        proof.problems.append((f"{KINDS['equivalent']} {before} → {after}", "n'existe plus"))
    return proof, cases


def judge_all(cases: Sequence[Case], jobs: int) -> Iterator[Judgement]:
    """Judge the answers and yield the judgements as they come.

    The last exercises come first: the training loops are the longest.
    """
    with pool(jobs) as executor:
        futures = [executor.submit(judge, case) for case in reversed(cases)]
        for future in as_completed(futures):
            yield future.result()


def judge(case: Case) -> Judgement:
    """Run an exercise's hidden tests, and its diagnosis when they refuse a wrong answer.

    That of a right answer is made too, for it must name nothing.

    A mutant is judged up to its first failure, within a time that the reference sets. The bank's
    answers are judged again in another class, and the visible checks of the right and wrong ones
    are made last: no verdict depends on them.
    """
    mutant = case.kind in ("mutant", "equivalent")
    seconds = _patience(case.exercise) if mutant else grading.budget(case.exercise)
    judgement = _judgement(case, seconds, first_failure=mutant)
    if mutant:
        return judgement
    with variant.of_class(class_of(case)):
        # where one property is lost, a wrong answer is refused
        elsewhere = _judgement(case, seconds, first_failure=case.kind == "wrong", named=False)
    visible = _visible(case) if case.kind in ("right", "wrong") else ""
    return replace(judgement, elsewhere=elsewhere.sound, visible=visible)


def class_of(case: Case) -> int:
    """The secret of the class that an answer is judged in besides: always the same for a name."""
    return 1 + variant.number(case.exercise, case.kind, case.name) % CLASSES


def _judgement(case, seconds, first_failure, named=True):
    """What the hidden tests say of an answer, and its diagnosis where that is to be `named`."""
    student = Student(_sessions().holding(case.exercise, case.source), seconds)
    verdicts = runner.run([case.exercise], lambda _: student, first_failure=first_failure)
    failed = [verdict for verdict in verdicts if verdict.kind != "passed"]
    asked = named and (case.kind == "right" or (failed and case.kind == "wrong"))
    found = diagnose(case.exercise, student) if asked else ()
    return Judgement(
        case=case,
        failed=tuple(verdict.test.title for verdict in failed),
        undecided=tuple(v.test.title for v in failed if v.finding == Undecided()),
        diagnosis=frozenset(mistake.id for mistake in found),
        kept=sum(v.test.points for v in verdicts if v.kind == "passed")
        / runner.points(case.exercise),
    )


def _visible(case):
    """What the visible checks of an answer say, in the process where it stands."""
    if not declared(case.exercise):
        return ""
    execution = _sessions().check(case.exercise, case.source)
    errors = {one.get("ename") for one in execution.outputs if one["output_type"] == "error"}
    if execution.status == "error" and errors <= SAID:
        return "refused"
    return "passed" if execution.status == "ok" else "raw"


@functools.cache
def _sessions() -> Workbench:
    """This worker's processes, closed when it ends."""
    sessions = Workbench()
    util.Finalize(None, sessions.close, exitpriority=1)
    return sessions


@functools.cache
def _patience(exercise: str) -> float:
    """The seconds that a mutant is given: one that goes on for ever counts as killed."""
    channel = _sessions().holding(exercise, reference(exercise))
    start = time.monotonic()
    runner.run([exercise], lambda _: Student(channel, grading.budget(exercise)))
    return max(LEAST_SECONDS, PATIENCE * (time.monotonic() - start))
