"""A written answer beside its cell: the teacher reads it where the others' are."""

import base64
import json

import pytest

from autograder.submission.cells import name_of
from autograder.submission.read import MAX_CELL, read
from autograder.submission.restore import restore
from tests.shapes import blank, code, right, text

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
GIF = base64.b64encode(b"GIF89a" + bytes(20)).decode()
MINE = "Le gradient se calcule terme à terme."


@pytest.fixture(scope="module")
def theirs():
    return blank("q_lineaire")


def answered(theirs, folder, answer, above=(), below=()):
    """The written answer and the other cells, of a notebook with cells around its question."""
    data = right("q_lineaire")
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in data["cells"]]
    place = names.index("question_1")
    stub = next(cell.source for cell in theirs.cells if name_of(cell) == "question_1")
    data["cells"][place]["source"] = stub if answer is None else answer
    data["cells"][place + 1 : place + 1] = below
    data["cells"][place:place] = above
    path = folder / "q_lineaire.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    restored = restore(read(path), theirs)
    (cell,) = [one for one in restored.notebook.cells if name_of(one) == "question_1"]
    others = [one.source for one in restored.notebook.cells if one is not cell]
    return cell, others, restored.problems


def test_what_follows_an_answer_belongs_to_it(theirs, tmp_path):
    first = text("![a](attachment:p.png)", attachments={"p.png": {"image/png": PNG}})
    second = text("![b](attachment:p.png)", attachments={"p.png": {"image/gif": GIF}})
    cell, others, problems = answered(theirs, tmp_path, MINE, below=[first, code("1"), second])
    assert cell.source == f"{MINE}\n\n![a](attachment:image-1)\n\n![b](attachment:image-2)"
    assert cell.attachments == {"image-1": {"image/png": PNG}, "image-2": {"image/gif": GIF}}
    assert "1" in others and not any("attachment:" in one for one in others)
    assert problems == []


@pytest.mark.parametrize("where", ["above", "below"])
def test_an_answer_beside_a_blank_cell_takes_its_place(where, theirs, tmp_path):
    cell, others, problems = answered(theirs, tmp_path, None, **{where: [text(MINE), text("Fin.")]})
    assert cell.source == f"{MINE}\n\nFin."
    assert MINE not in others
    (problem,) = problems
    assert "« Question 1 » a été trouvée dans une autre cellule" in problem


def test_what_stands_above_a_written_answer_stays_there(theirs, tmp_path):
    cell, others, problems = answered(theirs, tmp_path, MINE, above=[text("## Mes notes")])
    assert (cell.source, problems) == (MINE, [])
    assert "## Mes notes" in others


def test_an_answer_does_not_grow_beyond_what_a_cell_may_hold(theirs, tmp_path):
    long = "mot " * (MAX_CELL // 4 - 1)
    cell, others, _ = answered(theirs, tmp_path, MINE, below=[text(long)])
    assert cell.source == MINE
    assert long in others
