"""Mistakes in linear_acrobot: those of any training loop."""

from autograder.exercises.linear_acrobot.loop import evidence
from autograder.judging.mistakes import Mistake
from autograder.judging.student import Student
from autograder.training import mistakes
from autograder.training.episodes import Record

MISTAKES = mistakes.MISTAKES


def diagnose(student: Student) -> list[Mistake]:
    """The mistakes seen on the episodes written in advance."""
    loop = evidence(student)
    record = mistakes.training(loop)
    if not isinstance(record, Record):
        return record or []
    return list(mistakes.common_mistakes(loop, record)) or mistakes.beyond(loop)
