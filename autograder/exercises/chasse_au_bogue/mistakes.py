"""Mistakes in chasse_au_bogue: a loop taken for another one, or no choice."""

from autograder.exercises.chasse_au_bogue.choices import RIGHT, chosen
from autograder.judging.mistakes import COMMON, Mistake, load
from autograder.judging.rules import returns_nothing, told_by_exceptions
from autograder.judging.student import Student

MISTAKES = load(__file__, COMMON)
OF_LOOP = {
    "1": MISTAKES.first_loop,
    "2": MISTAKES.second_loop,
    "3": MISTAKES.third_loop,
    "4": MISTAKES.fourth_loop,
}


def diagnose(student: Student) -> list[Mistake]:
    """The loops whose mistake is not the one that was chosen."""
    outcomes = student.outcomes("chasse_au_bogue", [()])
    if returns_nothing(outcomes):
        return [MISTAKES.missing_return]
    (outcome,) = outcomes
    if outcome.error:
        return told_by_exceptions(outcomes)
    answer = chosen(outcome.value)
    missing = [MISTAKES.not_a_choice] if answer.keys() < RIGHT.keys() else []
    return missing + [OF_LOOP[loop] for loop in sorted(answer) if answer[loop] != RIGHT[loop]]
