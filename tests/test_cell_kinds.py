"""What stands above each cell of the students' notebooks, and that no mark depends on it."""

import itertools
import re

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.cell_kinds import plain
from autograder.submission.cells import is_added, is_answer, is_check, is_demo, name_of
from autograder.submission.fill import fill, references
from autograder.submission.read import read
from autograder.submission.restore import restore

NAMES = sorted(ASSIGNMENTS)
LABEL = re.compile(r'<div class="genre [^>]*>.*</div>')


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_to_run_is_announced_just_above(name, blank):
    cells = blank(name).cells
    for before, cell in itertools.pairwise(cells):
        if cell.cell_type == "code" or is_answer(cell):
            label = before.source.splitlines()[-1]
            assert before.cell_type == "markdown" and LABEL.fullmatch(label), cell.id
            assert before.source.count('class="genre') == 1
            assert title(cell) in label, cell.id


def title(cell):
    if is_answer(cell):
        return "<strong>À vous</strong>"
    if is_check(cell):
        return f"<strong>Vérification</strong> : <code>{name_of(cell).removeprefix('test_')}</code>"
    if cell.id.startswith("given-"):
        return f"<strong>Donné</strong> : <code>{cell.id.removeprefix('given-')}</code>"
    if "importlib" in cell.source:
        return "<strong>Outillage</strong>"
    return "<strong>Expérience</strong>" if is_demo(cell) else "<strong>Exemple</strong>"


def test_what_is_to_be_done_says_what_it_is_worth(blank):
    text = "\n".join(cell.source for cell in blank("q_lineaire").cells)
    nbsp = "\N{NO-BREAK SPACE}"
    assert f"<code>phi</code> · 2{nbsp}points, 10{nbsp}minutes environ</div>" in text
    assert "votre réponse, dans la cellule qui suit · 4\N{NO-BREAK SPACE}points</div>" in text
    assert f"Question 1{nbsp}: fin de votre réponse." in text


@pytest.mark.parametrize("name", NAMES)
def test_only_the_tooling_is_folded(name, blank):
    folded = [c for c in blank(name).cells if c.metadata.get("jupyter", {}).get("source_hidden")]
    assert [("find_spec" in cell.source, is_answer(cell)) for cell in folded] == [(True, False)]


def test_a_notebook_without_the_labels_is_read_as_well(blank, tmp_path):
    """Those that students have already, or a platform that drops HTML."""
    teacher = blank("q_lineaire")
    answers = references(ASSIGNMENTS["q_lineaire"]) | {"question_1": "Le gradient est nul."}
    older = fill(teacher, answers)
    older.cells = [c for c in older.cells if not c.id.startswith(("genre-", "fin-"))]
    for cell in older.cells:
        cell.source = LABEL.sub("", cell.source).strip()
        cell.id = f"autre-{cell.id}"
        if cell.metadata.get("jupyter"):
            del cell.metadata["jupyter"]
    nbformat.write(older, tmp_path / "ancien.ipynb")
    found = restore(read(tmp_path / "ancien.ipynb"), teacher)
    assert found.problems == []
    assert not any(map(is_added, found.notebook.cells))
    written = {name_of(cell): cell.source for cell in found.notebook.cells if is_answer(cell)}
    assert written == answers


def test_a_page_shows_the_label_by_its_own_styles():
    label = '<div class="genre a-vous" style="padding: 2px 10px"><strong>À vous</strong></div>'
    assert plain(label) == '<div class="genre a-vous"><strong>À vous</strong></div>'
    assert plain('<p style="x">') == '<p style="x">'
