"""Right notebooks that went through a platform: the same cells, each once, and not a remark."""

import json

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.cells import answers_in, is_added, is_demo, is_runnable, name_of
from autograder.submission.fill import references
from autograder.submission.read import read
from autograder.submission.recognise import key
from autograder.submission.restore import restore
from tests.shapes import OTHERS, PLATFORMS, WRITTEN, blank, right
from tests.share import first_now

pytestmark = pytest.mark.slow


def judged(cells) -> dict[str, str]:
    """The code that answers each exercise, as it is run."""
    return {name: cell.source for cell in cells if is_runnable(cell) for name in answers_in(cell)}


@pytest.mark.parametrize("assignment", first_now(pytest.mark.slow))
@pytest.mark.parametrize("platform", PLATFORMS | OTHERS)
def test_a_platform_changes_nothing(platform, assignment, tmp_path):
    data = right(assignment)
    (PLATFORMS | OTHERS)[platform](data)
    path = tmp_path / "devoir.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    restored = restore(read(path), blank(assignment))
    cells = restored.notebook.cells

    assert restored.problems == []
    answers = judged(cells)
    for name, source in references(ASSIGNMENTS[assignment]).items():
        assert key(answers[name]) == key(source)
    own = [cell for cell in cells if not is_added(cell)]
    assert [name_of(cell) for cell in own] == [name_of(cell) for cell in blank(assignment).cells]
    for cell, teachers in zip(own, blank(assignment).cells, strict=True):
        if name_of(cell) in WRITTEN:
            assert cell.source == WRITTEN[name_of(cell)]
        elif name_of(cell) not in answers and not is_demo(cell):
            assert cell.source == teachers.source
    added = "\n".join(cell.source for cell in cells if is_added(cell))
    lines = {line for cell in blank(assignment).cells for line in key(cell.source).split("\n")}
    assert not [line for line in added.split("\n") if len(line) > 30 and line.strip() in lines]
    assert "suivre_entrainement" not in added
