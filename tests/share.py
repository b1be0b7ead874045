"""How tests that see the same of every case are shared among the commands."""

import pytest

from autograder.catalogue import ASSIGNMENTS


def first_now(later, cases=ASSIGNMENTS):
    """The cases, all but the first of which wait for the command that `later` names."""
    first, *others = cases
    return [first, *(pytest.param(case, marks=later) for case in others)]
