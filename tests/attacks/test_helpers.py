"""The helpers that travel with a release, given as answers: none of them knows an exercise."""

import importlib
import inspect
import types

import pytest
from autograder.catalogue import HOME_OF
from autograder.declarations import declaration
from autograder.judging import runner
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.paths import ROOT
from autograder.submission.fill import references

HELPERS = ROOT / "aides"
EXERCISES = [name for name in HOME_OF if declaration(name).loop is None]


@pytest.fixture(scope="module")
def functions():
    """Every function and class of the helpers, by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HELPERS)
        modules = [importlib.import_module(path.stem) for path in HELPERS.glob("*.py")]
        yield {
            f"{module.__name__}.{name}": value
            for module in modules
            for name, value in vars(module).items()
            if isinstance(value, (types.FunctionType, type)) and value.__module__ == module.__name__
        }


@pytest.mark.long
@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_helper_is_worth_half_of_an_exercise(functions, exercise):
    """A copy of what is given keeps three eighths of `creer_cible`: the most that one does."""
    notebook = {}
    for name in references(HOME_OF[exercise]):
        notebook |= vars(importlib.import_module(f"solutions.{name}"))
    assert len(functions) > 100
    assert worth(exercise, notebook) == 1
    for name, function in functions.items():
        if not takes(function, notebook[exercise]):
            continue
        assert worth(exercise, notebook | {exercise: function}) < 0.5, name


def takes(function, answer):
    """Whether a function can be called as the reference is: a class, only where that is one."""
    if isinstance(answer, type):
        return isinstance(function, type)
    try:
        inspect.signature(function).bind(*inspect.signature(answer).parameters)
    except (TypeError, ValueError):  # another number of arguments, or nobody knows
        return False
    return True


def worth(exercise, notebook):
    """The share of its points that an exercise has, judged in this very process."""
    student = Student(LocalChannel(notebook), 60)
    verdicts = runner.run([exercise], lambda _: student)
    kept = sum(verdict.test.points for verdict in verdicts if verdict.kind == "passed")
    return kept / runner.points(exercise)
