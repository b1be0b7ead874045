"""A student's process an assignment, in which the answers of the bank are tried in turn."""

from autograder.answers import reference, references
from autograder.assignments import ASSIGNMENTS
from autograder.student.session import Cell, Session

GIVEN = {
    "q_lineaire": ("set_random_seed",),
    "dqn": (
        "set_random_seed",
        "get_targets",
        "epsilon_greedy_policy",
        "ReplayBuffer",
        "NNModel",
    ),
}
IMPORTS = {
    "q_lineaire": "",
    "dqn": "import poutyne\nimport torch\n",
}
PRELUDE = """
import random
import sys
from collections.abc import Sequence
from typing import Any
import gymnasium as gym
import numpy as np
"""
ASSIGNMENT_OF = {e: a.name for a in ASSIGNMENTS.values() for e in a.exercises}


class BankSessions:
    """Opens a process when it is first needed; use as a context manager."""

    def __init__(self):
        self._opened = {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for session in self._opened.values():
            session.__exit__()

    def __call__(self, name: str) -> Session:
        """The session of an assignment, the reference answers in it."""
        if name not in self._opened:
            self._opened[name] = Session([Cell(_reference_cell(name))], cell_seconds=60)
            self._opened[name].__enter__()
        return self._opened[name]

    def holding(self, exercise: str, source: str) -> Session:
        """The session of an exercise's assignment, `source` in place of its reference answer."""
        name = ASSIGNMENT_OF[exercise]
        session = self(name)
        session.send(_reference_cell(name), 60)
        session.send(source, 60)
        return session


def _reference_cell(name):
    """The whole notebook in one cell: imports, given functions, reference answers."""
    given = [reference(stem) for stem in GIVEN[name]]
    answers = references(ASSIGNMENTS[name]).values()
    return "\n\n".join([PRELUDE + IMPORTS[name], *given, *answers])
