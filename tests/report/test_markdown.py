"""What a student writes is drawn, as long as it can be drawn soon."""

import time

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.report.graded_cells import MOST_DRAWN, rendered_cells
from autograder.report.markdown import MOST, shown
from autograder.submission.additions import added

SECONDS = 5
# Each takes a time that grows as the square of its length, or is drawn as that many signs.
HEAVY = {
    "brackets": "[",
    "pictures": "![",
    "open formulas": "$a",
    "a wide table": "|a" * (MOST // 6) + "\n" + "|-" * (MOST // 6) + "\n" + "|a|\n",
}


@pytest.mark.parametrize("piece", HEAVY.values(), ids=HEAVY)
def test_whatever_is_written_is_drawn_soon(piece):
    for length in (MOST, 40_000):
        started = time.process_time()
        page = shown((piece * length)[:length])
        assert time.process_time() - started < SECONDS
        assert len(page) < 50 * length


def test_a_very_long_text_is_shown_as_it_is_written():
    long = "**gras** <b>&</b> " + "a" * MOST
    assert "<strong>" not in shown(long) and "&lt;b&gt;&amp;" in shown(long)
    assert "<strong>" in shown(long[:MOST])
    assert "<strong>" in shown(long, trusted=True)


def test_of_very_many_texts_the_first_ones_are_drawn():
    count = 2 * MOST_DRAWN // MOST
    cells = [added(new_markdown_cell("**a** ".ljust(MOST, "a"))) for _ in range(count)]
    drawn = ["<strong>" in one.body for one in rendered_cells(new_notebook(cells=cells), {})]
    assert drawn[0] and not drawn[-1] and sum(drawn) * MOST <= MOST_DRAWN


@pytest.mark.parametrize("trusted", [False, True])
def test_a_block_of_code_is_a_block_of_code(trusted):
    page = shown("```python\nx < 1\n```\n\n```\n<b>\n```", trusted=trusted)
    assert page.count("<pre><code") == page.count("</code></pre>") == 2
    assert "&lt;pre" not in page and "&lt;b&gt;" in page
