"""What a page shows of code is coloured, and takes no longer for the code of who would slow it."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.report import graded_cells, listing

SECONDS = 15  # on a machine that has much else to do; it takes five


def test_code_has_colours():
    assert "<span" in listing.coloured("def phi(state): return 1")


def test_code_that_is_too_long_to_be_read_is_shown_without_colours():
    page = listing.coloured("*<" * listing.MOST_COLOURED)
    assert "<span" not in page and page.startswith("*&lt;*&lt;")


@pytest.mark.slow
def test_a_notebook_of_stars_is_shown_in_time():
    cells = [new_code_cell("*" * (listing.MOST_COLOURED - 1)) for _ in range(50)]
    start = time.monotonic()
    shown = list(graded_cells.rendered_cells(new_notebook(cells=cells), {}))
    assert time.monotonic() - start < SECONDS
    assert "<span" in shown[0].body and "<span" not in shown[-1].body
    assert shown[-1].body == "*" * (listing.MOST_COLOURED - 1)
