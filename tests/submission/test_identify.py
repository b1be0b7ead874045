"""A notebook is recognised by what it contains, not by the name of its file."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.identify import identify


def submitted(cells):
    return new_notebook(cells=cells)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_by_the_names_of_its_cells(blank, name):
    names = [
        cell.metadata.nbgrader.grade_id for cell in blank(name).cells if "nbgrader" in cell.metadata
    ]
    cells = [new_code_cell("# à moi", metadata={"grade_id": one}) for one in names]
    assert identify(submitted(cells), ASSIGNMENTS.values()).name == name


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_by_its_texts_where_the_names_were_lost(blank, name):
    make = {"code": new_code_cell, "markdown": new_markdown_cell}
    cells = [make[cell.cell_type](cell.source) for cell in blank(name).cells]
    assert identify(submitted(cells), ASSIGNMENTS.values()).name == name


def test_another_notebook_is_none():
    assert identify(submitted([new_code_cell("1 + 1")]), ASSIGNMENTS.values()) is None
