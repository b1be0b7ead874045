"""How tests that see the same of every assignment are shared among the commands."""

import pytest

from autograder.catalogue import ASSIGNMENTS


def first_now(later):
    """The assignments, all but the first of which wait for the command that `later` names."""
    first, *others = ASSIGNMENTS
    return [first, *(pytest.param(name, marks=later) for name in others)]
