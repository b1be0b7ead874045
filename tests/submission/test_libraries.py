"""What a teacher's notebook loads, whatever its text."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.libraries import libraries
from autograder.submission.release import release_folder, teacher_notebook


def test_what_is_imported_as_cells_and_files_are_run_is_named_once(tmp_path):
    (tmp_path / "outils.py").write_text("import gymnasium.envs\nfrom cartes import x\n")
    (tmp_path / "cartes.py").write_text("from . import y\ndef f():\n    import torch\n")
    cells = [
        new_code_cell("import numpy as np, json\nfrom outils import z"),
        new_code_cell("import json"),
        new_code_cell("from collections.abc import Sequence"),
        new_code_cell("%matplotlib inline\nimport scipy"),
        new_code_cell("if True:\n    import poutyne"),
        new_markdown_cell("import pandas"),
    ]
    found = libraries(new_notebook(cells=cells), sorted(tmp_path.glob("*.py")))
    assert found == ("collections.abc", "gymnasium.envs", "json", "numpy")


def test_the_first_notebook_does_without_torch():
    loaded = {}
    for name in ("q_lineaire", "dqn"):
        release = release_folder(ASSIGNMENTS[name])
        teacher = teacher_notebook(release, ASSIGNMENTS[name])
        loaded[name] = libraries(teacher, sorted(release.glob("*.py")))
    assert "gymnasium" in loaded["q_lineaire"] and "torch" not in loaded["q_lineaire"]
    assert {"torch", "poutyne"} <= set(loaded["dqn"])
