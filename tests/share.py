"""What keeps the tests short: cases shared among the commands, and limits that wait for little."""

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.limits import Limits

# For what hangs, where the others' marks are looked at.
IMPATIENT = Limits(cell=3.0, cell_after_hang=1.0, call=4.0, calls_after_hang=1.0)


def first_now(later, cases=ASSIGNMENTS):
    """The cases, all but the first of which wait for the command that `later` names."""
    first, *others = cases
    return [first, *(pytest.param(case, marks=later) for case in others)]
