"""What a call of the student's function changes besides giving its result."""

from collections.abc import Sequence

from autograder.judging.assertions import close
from autograder.judging.student import Outcome, Student, call, get


def untouched(outcome: Outcome, arguments: Sequence, positions: Sequence[int]) -> bool:
    """Whether the call left these arguments as they were sent."""
    return all(close(outcome.args[i], arguments[i], rtol=0, atol=0) for i in positions)


def keeps_its_results(student: Student, name: str, first: tuple, second: tuple) -> bool:
    """Whether the result of a call is still the same after another call.

    It is not when both are one array, kept outside of the function.
    """
    alone, _, _, kept = student.script(
        [
            call(name, *first),
            call(name, *first, save="first_result"),
            call(name, *second),
            get("first_result", shown=f"{name}(…)"),
        ]
    )
    return close(kept.unwrap(), alone.unwrap(), rtol=0, atol=0)
