"""What a message says that a function returned: never that it returned nothing when it did."""

import functools

import pytest

from autograder.judging import messages, runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student

NOTHING = "rien n'est renvoyé"
FUNCTIONS = (
    *("phi", "linear_fa", "get_targets", "phi_symetrique", "discounted_returns"),
    *("valeur_gloutonne", "epsilon_greedy_policy"),
    pytest.param("dqn_loss", marks=pytest.mark.slow),  # torch
)


@functools.cache
def said(function, value):
    """The messages of an exercise whose function always returns this value."""
    student = Student(LocalChannel({function: lambda *args, **kwargs: value}), budget=60)
    verdicts = runner.run([function], lambda _: student)
    return [messages.sentence(one.finding) for one in verdicts]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_returned_is_not_said_to_be_nothing(function):
    for value in ("bonjour", object()):
        assert not any(NOTHING in one for one in said(function, value))
    assert any(NOTHING in one for one in said(function, None))
