"""The notebooks run: with the solutions, and blank, from a clean kernel."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import visible
from autograder.paths import ROOT
from tests.share import first_now

NAMES = sorted(ASSIGNMENTS)
LIMIT_SECONDS = 300
BLANK_LIMIT_SECONDS = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path):
    """Copy an assignment's folder, so that running its notebook leaves no trace."""

    def copy(kind: str, name: str) -> Path:
        return Path(shutil.copytree(ROOT / kind / name, tmp_path / kind / name))

    return copy


def execute(path: Path, *, strict: bool) -> nbformat.NotebookNode:
    """Run a notebook as « Exécuter tout » does; `strict` lets no cell fail."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=LIMIT_SECONDS,
        force_raise_errors=strict,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    return notebook


def outputs(cell: nbformat.NotebookNode, kind: str) -> list[nbformat.NotebookNode]:
    return [output for output in cell.get("outputs", []) if output.output_type == kind]


def without_trainings(path: Path) -> nbformat.NotebookNode:
    """Take out of a notebook the long demonstrations, which no mark depends on."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "entrainement" not in tags(cell)]
    nbformat.write(notebook, path)
    return notebook


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def text_of(cell: nbformat.NotebookNode) -> str:
    shown = outputs(cell, "display_data")
    return "".join(output.text for output in outputs(cell, "stream")) + "".join(
        output.data.get("text/plain", "") for output in shown
    )


def validate(path: Path, *options: str) -> str:
    """What nbgrader, with the course's configuration, says of a notebook."""
    shutil.copy(ROOT / "nbgrader_config.py", path.parent)
    command = [sys.executable, "-m", "nbgrader", "validate", *options, path.name]
    # nbgrader looks for the kernel's and its own programs on PATH.
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }
    result = subprocess.run(
        command, cwd=path.parent, env=environment, capture_output=True, text=True, check=True
    )
    return result.stdout


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_the_instructor_notebook_runs_in_time_and_shows_everything(folder, name):
    start = time.monotonic()
    notebook = execute(folder("source", name) / f"{name}.ipynb", strict=True)

    assert time.monotonic() - start < LIMIT_SECONDS
    cells = {cell.id: cell for cell in notebook.cells}
    for exercise in ASSIGNMENTS[name].exercises:
        assert "vérifications visibles réussies" in text_of(cells[f"check-{exercise}"])
        cards = outputs(cells[f"check-{exercise}"], "display_data")
        expected = [["text/html", "text/plain"]] if visible.declared(exercise) else []
        assert [sorted(card.data) for card in cards] == expected
    shown = [data for cell in notebook.cells for data in outputs(cell, "display_data")]
    assert not any("image/png" in data.data for data in shown), "a figure without words"
    drawn = "".join(data.data.get("text/html", "") for data in shown)
    pictures = re.findall(r'<img src="data:image/(\w+);base64,[^"]*" alt="([^"]*)"', drawn)
    kinds = [kind for kind, words in pictures if len(words) > 20]
    assert len(kinds) == len(pictures) == drawn.count("<img")
    assert kinds.count("png") >= 2 and "webp" in kinds


@pytest.mark.parametrize("name", first_now(pytest.mark.long))
def test_the_blank_notebook_runs_to_the_end_and_only_its_checks_fail(folder, name):
    start = time.monotonic()
    notebook = execute(folder("notebooks", name) / f"{name}.ipynb", strict=False)

    assert time.monotonic() - start < BLANK_LIMIT_SECONDS
    failed = {cell.id: outputs(cell, "error") for cell in notebook.cells if outputs(cell, "error")}
    assert set(failed) == {f"check-{exercise}" for exercise in ASSIGNMENTS[name].exercises}
    for errors in failed.values():
        assert [error.ename for error in errors] == ["NotWrittenError"]
        assert "reste à écrire" in errors[0].traceback[0]
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    # nbgrader takes stderr in a graded cell for a failure, and a red box worries students.
    noisy = [
        output.text
        for cell in notebook.cells
        for output in outputs(cell, "stream")
        if output.name == "stderr"
    ]
    assert noisy == []


@pytest.mark.parametrize("name", first_now(pytest.mark.long))
def test_nbgrader_validates_the_instructor_notebook(folder, name):
    path = folder("source", name) / f"{name}.ipynb"
    without_trainings(path)
    assert "Success!" in validate(path)


@pytest.mark.parametrize("name", first_now(pytest.mark.long))
def test_nbgrader_finds_no_passing_cell_in_the_blank_notebook(folder, name):
    said = validate(folder("notebooks", name) / f"{name}.ipynb", "--invert")

    assert "Success!" in said


WRONG = {
    "flat take": (
        "update_theta",
        "    theta += lr * 2 / len(states) * (targets - np.take(q_vals, actions_taken))"
        " @ np.array([phi(s, a) for s, a in zip(states, actions_taken)])",
    ),
    "no mask": ("get_targets", "    return rewards + gamma * next_q_vals.max(axis=1)"),
    "no sign": ("phi", "    return state"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_visible_check_fails_in_the_one_shape(folder, mistake):
    exercise, body = WRONG[mistake]
    path = folder("source", "q_lineaire") / "q_lineaire.ipynb"
    notebook = without_trainings(path)
    cell = next(cell for cell in notebook.cells if cell.id == f"exercise-{exercise}")
    cell.source = f"{cell.source.split('    ### BEGIN SOLUTION')[0]}{body}\n"
    nbformat.write(notebook, path)

    ran = execute(path, strict=False)

    check = next(cell for cell in ran.cells if cell.id == f"check-{exercise}")
    (error,) = outputs(check, "error")
    assert error.traceback[0].startswith(f"{exercise}\u00a0: ")
    assert error.traceback[0].endswith("\u00a0; la carte dit ce qui reste à revoir.")
    message = text_of(check)
    words = ["  ✗ ", " appel ", " obtenu ", " attendu ", " piste ", "Ce qui l'explique\u00a0: "]
    positions = [message.index(word) for word in words]
    assert positions == sorted(positions)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_cell_names_the_fix_for_a_missing_package(folder, name):
    path = folder("notebooks", name) / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source = first.source.replace('"tqdm": "tqdm"', '"absent": "paquet-absent"')
    notebook.cells = [first]
    nbformat.write(notebook, path)

    with pytest.raises(Exception, match=r'%pip install .*"paquet-absent"'):
        execute(path, strict=True)
