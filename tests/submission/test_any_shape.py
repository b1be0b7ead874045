"""Any right notebook through any combination of transformations still holds its answers."""

import json
import random

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.cells import answers_in, is_check, is_demo, is_runnable, name_of
from autograder.submission.fill import references
from autograder.submission.read import read
from autograder.submission.recognise import key
from autograder.submission.restore import restore
from tests.shapes import WRITTEN, blank, transformed
from tests.share import first_now

pytestmark = pytest.mark.slow

DRAWS = 30


@pytest.mark.parametrize("assignment", first_now(pytest.mark.slow))
@pytest.mark.parametrize("seed", range(DRAWS))
def test_the_answers_are_found(seed, assignment, tmp_path):
    data, changes = transformed(assignment, random.Random(seed))
    path = tmp_path / "devoir.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    cells = restore(read(path), blank(assignment)).notebook.cells

    judged = {}
    for cell in filter(is_runnable, cells):
        judged |= dict.fromkeys(answers_in(cell), key(cell.source))
    for name, source in references(ASSIGNMENTS[assignment]).items():
        assert judged.get(name) == key(source), (name, changes)
    runnable = {key(cell.source) for cell in cells if is_runnable(cell)}
    for cell in blank(assignment).cells:
        if is_runnable(cell) and name_of(cell) not in judged:
            assert key(cell.source) in runnable, changes
    demos = {line for c in blank(assignment).cells if is_demo(c) for line in c.source.split("\n")}
    assert not [c for c in cells if is_runnable(c) and set(c.source.split("\n")) <= demos], changes
    checks = [cell.source for cell in cells if is_check(cell)]
    assert checks == [cell.source for cell in blank(assignment).cells if is_check(cell)]
    for text in WRITTEN.values() if assignment == "q_lineaire" else ():
        assert text in "\n".join(cell.source for cell in cells), changes
