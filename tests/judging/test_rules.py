"""What is named of answers that no single rule explains, and what is not."""

import numpy as np

from autograder.judging.mistakes import COMMON
from autograder.judging.rules import (
    RIGHT,
    Failure,
    combine,
    explain,
    right_where_it_answers,
    told_by_exceptions,
)
from autograder.judging.student import Outcome

CALLS = [(np.array([1.0, -2.0]),), (np.array([3.0, 0.5]),), (np.array([0.25]),)]
HALF, WHOLE = COMMON.tuple_returned, COMMON.constant_result  # any two mistakes
RULES = combine(
    factor=((RIGHT, 1.0), (HALF, 0.1)),
    form=((RIGHT, lambda x: x), (WHOLE, np.trunc)),
)


def compute(x, factor, form):
    return form(factor * x)


def outcomes(*found):
    return [Outcome(one) for one in found]


def test_one_right_answer_proves_nothing_of_a_function_that_raises_elsewhere():
    failure = Failure("RuntimeError")
    answers = [call[0] for call in CALLS]
    once, twice = [failure, failure, answers[2]], [failure, *answers[1:]]
    assert right_where_it_answers(once, CALLS, RULES[:1], compute) == ()
    assert right_where_it_answers(twice, CALLS, RULES[:1], compute) == (COMMON.raises_sometimes,)


def test_an_empty_result_is_named():
    assert told_by_exceptions(outcomes(np.array([]), [])) == [COMMON.empty_result]
    assert told_by_exceptions(outcomes(np.array([]), np.array([1.0]))) == []


def test_zeros_are_named_as_such_and_by_no_pair_of_mistakes():
    zeros = [np.zeros_like(call[0]) for call in CALLS]
    assert explain(zeros, CALLS, RULES, compute) is None
    assert told_by_exceptions(outcomes(*zeros)) == [COMMON.zeros_result]
    assert told_by_exceptions(outcomes(zeros[0], CALLS[1][0])) == []
