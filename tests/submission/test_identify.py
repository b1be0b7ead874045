"""A notebook is recognised by what it contains, not by the name of its file."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.catalogue import ASSIGNMENTS
from autograder.submission import identify as identification
from autograder.submission.identify import foreign, identify
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission
from tests.shapes import right


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


def answered(name):
    return nbformat.from_dict(right(name))


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_copy_of_another_assignment_is_told_from_ones_own(name):
    for other in ASSIGNMENTS.values():
        found = foreign(answered(name), other)
        assert found is (None if other.name == name else ASSIGNMENTS[name])


def test_an_exercise_written_in_another_assignments_notebook_is_graded():
    copy = answered("dqn")
    copy.cells.append(new_code_cell("def phi(state, action):\n    return state"))
    assert foreign(copy, ASSIGNMENTS["q_lineaire"]) is None


def test_where_no_other_assignment_is_released_none_is_recognised(monkeypatch, tmp_path):
    monkeypatch.setattr(identification, "release_folder", lambda one: tmp_path / one.name)
    assert foreign(answered("dqn"), ASSIGNMENTS["q_lineaire"]) is None


def test_what_another_assignment_gives_earns_nothing(handed_in):
    """The blank dqn notebook gives three exercises of q_lineaire: they were worth 8 points."""
    path, assignment = handed_in("dqn", {}), ASSIGNMENTS["q_lineaire"]
    opened = open_submission(path, assignment, release_folder(assignment))
    assert not opened.readable
    assert opened.problems == [
        "Ce cahier est celui du devoir « dqn », et non de « q_lineaire » : remettez "
        "q_lineaire.ipynb."
    ]
