"""Misconceptions about linear_acrobot: those of any training loop."""

from autograder.exercises.linear_acrobot.loop import evidence
from autograder.judging.rules import MISSING_RETURN
from autograder.judging.student import Student
from autograder.training import mistakes
from autograder.training.episodes import Record

MISCONCEPTIONS = (*mistakes.MISCONCEPTIONS, MISSING_RETURN)


def slips(student: Student) -> list[str]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if not isinstance(record, Record):
        return [record] if record else []
    return list(mistakes.common_slips(loop, record)) or mistakes.seed_slips(loop)
