"""Code cut in two by one key is one piece again; what stands alone is left alone."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.submission.rejoin import rejoin

CODE = (
    'def f(x):\n    """Double."""\n    y = [\n        x,\n        x,\n    ]\n\n'
    "    # leur somme\n    return sum(y)"
)


@pytest.mark.parametrize("line", range(1, CODE.count("\n") + 1))
def test_a_function_cut_anywhere_is_whole_again(line):
    lines = CODE.split("\n")
    cut = ["\n".join(lines[:line]), "\n".join(lines[line:])]
    assert [cell.source for cell in rejoin(map(new_code_cell, cut))] == [CODE]


def test_a_function_cut_in_three_is_whole_again():
    lines = CODE.split("\n")
    cut = ["\n".join(lines[a:b]) for a, b in ((0, 1), (1, 4), (4, 9))]
    assert [cell.source for cell in rejoin(map(new_code_cell, cut))] == [CODE]


@pytest.mark.parametrize("between", [new_code_cell(""), new_markdown_cell("Et la suite :")])
def test_a_cell_without_code_does_not_keep_the_pieces_apart(between):
    cells = [new_code_cell("def f(x):\n    x += 1"), between, new_code_cell("    return x")]
    assert [cell.source for cell in rejoin(cells)] == [
        "def f(x):\n    x += 1\n    return x",
        between.source,
    ]


@pytest.mark.parametrize(
    "sources",
    [
        ["x = 1", "y = 2"],
        ["def f(): return 1", "def g(): return 2"],
        ["ceci n'est pas", "du Python"],
        ["def f(:", "def g(): pass"],
        ["for x in y:", "    print(x)"],
        ["def f():\n    return 1", "# un commentaire"],
        ["def f():\n    return 1", ""],
    ],
)
def test_what_stands_alone_is_left_alone(sources):
    assert [cell.source for cell in rejoin(map(new_code_cell, sources))] == sources


def test_text_is_no_code():
    cells = [new_code_cell("def f():"), new_markdown_cell("    return 1")]
    assert rejoin(cells) == cells
