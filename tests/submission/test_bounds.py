"""What reading a notebook costs, however its cells are written."""

import json
import time
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.catalogue import ASSIGNMENTS
from autograder.judging.steps import BINDINGS, Steps
from autograder.submission import read as reading
from autograder.submission.additions import harmless
from autograder.submission.characters import legible, unfenced
from autograder.submission.fill import fill, references
from autograder.submission.installs import without_installs
from autograder.submission.pared import pared
from autograder.submission.pictures import pictured
from autograder.submission.python import bound, definitions, read_names, statements
from autograder.submission.read import MAX_CELL, MAX_NOTEBOOK, read
from autograder.submission.recognise import key
from autograder.submission.release import release_folder, teacher_notebook
from autograder.submission.remarks import ALIKE
from autograder.submission.restore import restore

ODD_SPACES = "\tx(\n"  # which Python refuses: it is read again in each way
SECONDS = 2.0  # of this process alone, for one cell; the quadratic ones took from 5 to 40
HOSTILE = {
    "newlines": "\n" * MAX_CELL,
    "spaces": " " * MAX_CELL,
    "blank lines": "\t\n" * (MAX_CELL // 2),
    "spaces, then a magic": " " * (MAX_CELL - 3) + "x?!",
    "a link that never ends": "](a" + " " * 200 + "\n" * (MAX_CELL - 203),
    "brackets": "[" * MAX_CELL,
    "half links": "](" * (MAX_CELL // 2),
    "minus": "-" * (MAX_CELL - 1) + "1",
    "a list": "a," * (MAX_CELL // 2),
    "magics": "\n%" * (MAX_CELL // 2),
    "lambdas": "lambda:" * 150 + "0",
    "a sum": "+".join("x" * 400),
    "cases": "if x: pass\nel" * 400 + "se: pass",
    "texts": "f'{x}'+" * 500 + "1",
    "odd spaces": ODD_SPACES * (MAX_CELL // 4),
}
READERS = {
    "pictured": lambda source: pictured(source, None, Path("/nonexistent")),
    "installs": without_installs,
    "legible": legible,
    "unfenced": lambda source: unfenced(f"~~~\n{source}"),
    "statements": lambda source: [bound(one) for one in statements(source)],
    "definitions": definitions,
    "names": read_names,
    "harmless": harmless,
    "key": key,
    "steps": Steps,
    "bindings": BINDINGS.findall,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_no_cell_takes_long_to_read(reader, source):
    start = time.process_time()
    reader(source)
    assert time.process_time() - start < SECONDS


def test_what_a_line_binds_is_still_seen():
    source = "  def f():\nclass  G:\n\timport h\n\nx = 1\ny  = 2\nz == 3\nprint(1)"
    assert BINDINGS.findall(source) == ["f", "G", "h", "x", "y", "z"]


def test_a_tree_too_deep_is_no_python():
    """What reads a tree calls itself at each level."""
    assert statements("-" * 90 + "1") and not statements("-" * 300 + "1")


def written(tmp_path, data):
    path = tmp_path / "cahier.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {},
    "worksheets": [
        {
            "cells": [
                {"cell_type": "heading", "level": 2, "source": ["Un ", "titre"]},
                {
                    "cell_type": "code",
                    "input": ["x = 1\n", "y"],
                    "outputs": [],
                    "language": "python",
                },
                {"cell_type": "markdown", "source": "texte", "metadata": {}},
            ]
        }
    ],
}


def test_an_old_notebook_is_read(tmp_path):
    cells = read(written(tmp_path, OLD)).cells
    assert [(cell.cell_type, cell.source) for cell in cells] == [
        ("markdown", "## Un titre"),
        ("code", "x = 1\ny"),
        ("markdown", "texte"),
    ]


def test_the_outputs_of_an_old_notebook_cost_nothing(tmp_path):
    """nbformat's own conversion looks at each of them, several times."""
    outputs = [{"output_type": "stream", "text": "x", "stream": "stdout"}] * 100_000
    cell = {"cell_type": "code", "input": "x", "outputs": outputs, "language": "python"}
    path = written(tmp_path, OLD | {"worksheets": [{"cells": [cell]}]})
    start = time.process_time()
    assert len(read(path).cells) == 1
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(("kind", "text"), [("code", ODD_SPACES), ("markdown", "<img ")])
def test_a_cell_that_will_be_ignored_is_not_looked_at(tmp_path, kind, text):
    """A file of 64 megabytes may hold one: two seconds a megabyte, twice that in memory."""
    source = text * (5 * 10**6 // len(text))
    cell = {"cell_type": kind, "source": source, "metadata": {}}
    start = time.process_time()
    (found,) = read(written(tmp_path, {"nbformat": 4, "cells": [cell]})).cells
    assert time.process_time() - start < SECONDS
    assert found.source == source


def test_no_more_is_looked_at_than_a_notebook_may_hold(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(reading, "MAX_NOTEBOOK", 250)
    monkeypatch.setattr(reading, "legible", lambda source: looked.append(source) or source)
    sources = ["x" * 100, "y" * 100, "z" * 100, "t" * 50, "u"]
    cells = [{"cell_type": "code", "source": one, "metadata": {}} for one in sources]
    found = read(written(tmp_path, {"nbformat": 4, "cells": cells}))
    assert looked == ["x" * 100, "y" * 100, "t" * 50]
    restored = restore(found, read(written(tmp_path, {"nbformat": 4, "cells": []})))
    assert [one.source for one in restored.notebook.cells] == looked
    assert any("2 d'entre elles sont ignorées" in problem for problem in restored.problems)


def test_many_long_cells_are_told_in_one_sentence(tmp_path):
    cells = [
        {"cell_type": "code", "source": f"{name} = 1\n" + "#" * MAX_CELL, "metadata": {}}
        for name in ("a", "b", "c")
    ]
    teacher = read(written(tmp_path, {"nbformat": 4, "cells": []}))
    for count, end in ((1, "elle est ignorée."), (3, "elle est ignorée, et 2 autres avec elle.")):
        submitted = read(written(tmp_path, {"nbformat": 4, "cells": cells[:count]}))
        (problem,) = restore(submitted, teacher).problems
        assert "« a = 1 »" in problem and problem.endswith(end)


def test_thousands_of_cells_worth_a_sentence_are_not_told_one_by_one(tmp_path):
    """All of them would fill the terminal, and the report of a whole class."""
    formats = "".join(f"![](data:image/x{number},a)" for number in range(20))
    cell = {"cell_type": "markdown", "source": formats, "metadata": {}}
    submitted = read(written(tmp_path, {"nbformat": 4, "cells": [cell] * 250}))
    *told, last = restore(submitted, read(written(tmp_path, {"nbformat": 4, "cells": []}))).problems
    assert len(told) == ALIKE
    assert last.endswith(f"{250 - ALIKE}.")
    assert max(map(len, told)) <= 300


@pytest.mark.slow
def test_a_notebook_is_bounded_as_a_whole(tmp_path):
    cell = {"cell_type": "code", "source": "x = 1\n" * 3000, "metadata": {}}
    submitted = read(written(tmp_path, {"nbformat": 4, "cells": [cell] * 100}))
    teacher = read(written(tmp_path, {"nbformat": 4, "cells": []}))
    start = time.process_time()
    restored = restore(submitted, teacher)
    assert time.process_time() - start < 20
    assert sum(len(one.source) for one in restored.notebook.cells) <= MAX_NOTEBOOK
    assert any("sont ignorées" in problem for problem in restored.problems)


@pytest.mark.slow
def test_a_chain_of_variables_as_long_as_a_notebook_is_followed_once():
    count = MAX_NOTEBOOK // len("a12345 = a12346\n")
    lines = [f"a{number} = a{number + 1}" for number in range(count)]
    chain = [
        new_code_cell(
            "\n".join(lines[start : start + 1000]), metadata={"autograder": {"added": True}}
        )
        for start in range(0, count, 1000)
    ]
    answer = "def phi(state, action):\n    return a0\n\nx = 1"
    metadata = {"nbgrader": {"grade_id": "phi", "solution": True}}
    start = time.process_time()
    *kept, own = pared([*chain, new_code_cell(answer, metadata=metadata)])
    assert time.process_time() - start < 20
    assert [cell.source for cell in kept] == [cell.source for cell in chain]
    assert "x = 1" not in own.source


@pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=ASSIGNMENTS)
def test_a_notebook_whose_code_is_all_in_one_cell_is_read(assignment):
    blank = teacher_notebook(release_folder(assignment), assignment)
    cells = fill(blank, references(assignment)).cells
    code = "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert 1.5 * len(code) < MAX_CELL  # a student writes more than the solution
