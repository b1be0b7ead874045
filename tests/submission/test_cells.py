"""How a sentence names a cell of a notebook."""

import pytest

from autograder.submission.cells import first_line


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ""),
        ("\n\nx = 1\ny = 2", "x = 1"),
        (
            "with essai():\n\n    print(phi(s, 1))\n    2",
            "with essai(): print(phi(s, 1))",
        ),
        ("with essai():", "with essai():"),
        ("x" * 80, "x" * 59 + "…"),
    ],
)
def test_a_cell_is_named_by_its_first_line_or_by_two_where_many_begin_alike(source, shown):
    assert first_line(source) == shown
