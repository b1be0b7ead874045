"""A student's functions in this process, whose chance is drawn anew: no kernel to start."""

import copy
import importlib
import inspect
from types import ModuleType
from typing import Any

from autograder.judging.assertions import CheckError
from autograder.judging.channel import LocalChannel
from autograder.judging.student import Student
from autograder.student.inside.serve import seed_everything

SHIFT = 10_000  # above every seed that a hidden test asks for


class LocalStudent(Student):
    """A right or a wrong answer whose chance is another one at each trial.

    As if the answer had generators of its own: `trial` changes every seed that the grader chose.
    """

    def __init__(self, exercise: str, source: str, trial: int):
        """source: an answer to the exercise, or "" for the reference."""
        channel = _Reseeded(_namespace(exercise, source), trial)
        super().__init__(channel, budget=float("inf"))
        self.steps = channel.steps
        seed_everything(trial)


class _Reseeded(LocalChannel):
    """Keeps the `steps` that the grader asks for."""

    def __init__(self, namespace, trial):
        super().__init__(namespace)
        self.trial = trial
        self.steps = []

    def ask(self, request, seconds):
        request = copy.deepcopy(request)
        if request["seed"] is not None:
            request["seed"] += SHIFT * self.trial  # two that differ still do
        self.steps += request["steps"]
        for step in request["steps"]:
            _reseed(step.get("args", []), self.trial)
            _reseed(step.get("kwargs", {}).get("v", []), self.trial)
        return super().ask(request, seconds)


def _reseed(arguments, trial):
    """Draw other numbers: shift a `seed` argument, and the seed of an action space."""
    for argument in arguments:
        if isinstance(argument, list) and argument[0] == "seed":
            argument[1] += SHIFT * trial
        elif isinstance(argument, dict) and argument["$"] == "discrete":
            argument["seed"] = trial


def _namespace(exercise, source):
    """What a notebook defines: the references that the exercise needs, then an answer to it.

    The reference too is run anew: the calls in it must be looked up in this namespace.
    """
    module = importlib.import_module(f"solutions.{exercise}")
    namespace = dict(vars(module))
    exec(source or inspect.getsource(module), namespace)
    return namespace


class HiddenTests:
    """The hidden tests of an exercise for one student, called without pytest, which costs more."""

    def __init__(self, exercise: str, student: Student):
        self.module = hidden_module(exercise)
        self._given = {"student": student}

    def given(self, fixture: str) -> Any:
        """What a fixture of the module gives, made once."""
        if fixture not in self._given:
            self._given[fixture] = self._call(getattr(self.module, fixture).__wrapped__)
        return self._given[fixture]

    def run(self, name: str) -> None:
        self._call(getattr(self.module, name))

    def refusals(self) -> list[str]:
        """The names of the tests that refuse the student's functions."""
        return [
            name for name in vars(self.module) if name.startswith("test_") and self._fails(name)
        ]

    def _fails(self, name):
        try:
            self.run(name)
        except CheckError:
            return True
        return False

    def _call(self, function):
        return function(*map(self.given, inspect.signature(function).parameters))


def hidden_module(exercise: str) -> ModuleType:
    return importlib.import_module(f"autograder.exercises.{exercise}.test_hidden")
