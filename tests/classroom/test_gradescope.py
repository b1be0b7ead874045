"""The bundle for Gradescope: its script is run in folders laid out as in their container."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.gradescope.bundle import write_bundle
from autograder.paths import ROOT
from autograder.proof.bank import variant
from autograder.submission.cells import is_check
from autograder.submission.fill import references
from autograder.submission.release import release_folder, teacher_notebook

NAME = "q_lineaire"
# https://gradescope-autograders.readthedocs.io/en/latest/specs/
TOP = {"score", "execution_time", "output", "output_format", "visibility", "stdout_visibility"}
TEST = {"number", "name", "score", "max_score", "status", "output", "output_format", "visibility"}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("paquet") / "q_lineaire.zip"
    write_bundle(path, ASSIGNMENTS[NAME], path.parent)
    return path


@pytest.fixture(scope="module")
def container(written, tmp_path_factory):
    """The folders of their container, with this interpreter in the place of what setup.sh makes."""
    root = tmp_path_factory.mktemp("gradescope") / "autograder"
    for name in ("source", "submission", "venv/bin"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(written) as bundle:
        bundle.extractall(root / "source")
        for entry in bundle.infolist():
            (root / "source" / entry.filename).chmod(entry.external_attr >> 16 or 0o644)
    python = root / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return root


def others(path):
    """What those who are neither the owner nor of the group may do."""
    return path.stat().st_mode & 0o7


def run(root):
    """What Gradescope reads after the script, and what it printed."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [root / "source" / "run_autograder"],
        env={**kept, "AUTOGRADER_ROOT": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = root / "results" / "results.json"
    return json.loads(results.read_text(encoding="utf-8")), done.stdout


def test_the_bundle_holds_the_scripts_and_nothing_of_a_class_or_of_the_bank(written):
    with zipfile.ZipFile(written) as bundle:
        names = {entry.filename for entry in bundle.infolist()}
        modes = {n: bundle.getinfo(n).external_attr >> 16 for n in ("setup.sh", "run_autograder")}
        number = int(bundle.read("graine-des-tests.txt"))
    assert set(modes.values()) == {0o755}
    assert {"requirements.lock", "apt.txt", f"notebooks/{NAME}/{NAME}.ipynb"} <= names
    assert "notebooks/dqn/dqn.ipynb" not in names
    assert not [one for one in names if "/bank/" in one or one.startswith(("tests/", "submitted"))]
    assert number > 0


def test_a_bundle_of_a_course_asks_the_same_numbers_as_the_course(course_folder, tmp_path):
    (course_folder / "graine-des-tests.txt").write_text("12345\n")
    write_bundle(tmp_path / "b.zip", ASSIGNMENTS[NAME], course_folder)
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        assert bundle.read("graine-des-tests.txt") == b"12345\n"


def test_the_grader_is_installed_and_not_only_laid_there():
    """Jupyter finds the jail by the name that the package declares."""
    script = ROOT / "autograder" / "classroom" / "gradescope" / "setup.sh"
    assert "--no-deps --no-build-isolation -e ." in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_a_script_is_one_that_bash_reads(script):
    path = ROOT / "autograder" / "classroom" / "gradescope" / script
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


@pytest.mark.slow
def test_the_script_grades_a_submission_in_the_documented_format(container, handed_in):
    answers = {**references(ASSIGNMENTS[NAME]), "phi": variant("phi/wrong/always_state")}
    for path in (container / "submission").iterdir():
        path.unlink()
    source = handed_in(NAME, answers)
    (container / "submission" / "mon devoir (1).ipynb").write_bytes(source.read_bytes())
    found, _ = run(container)
    assert found.keys() == {*TOP, "tests"}
    assert all(test.keys() == TEST for test in found["tests"])
    cells = teacher_notebook(release_folder(ASSIGNMENTS[NAME]), ASSIGNMENTS[NAME]).cells
    points = sum(cell.metadata.nbgrader.points for cell in cells if is_check(cell))
    assert sum(test["max_score"] for test in found["tests"]) == pytest.approx(points)
    assert sum(test["score"] for test in found["tests"]) == pytest.approx(found["score"])
    assert 0 < points - found["score"] <= 2
    failed = [test for test in found["tests"] if test["status"] == "failed"]
    assert {test["name"].split("\u00a0: ")[0] for test in failed} == {"phi"}
    assert "Piste\u00a0: " in failed[0]["output"]
    assert "Question écrite\u00a0: à noter à la main." in found["output"]
    assert (container / "results").stat().st_mode & 0o077 == 0
    source = container / "source"
    reached = {p.relative_to(source).as_posix() for p in source.rglob("*") if others(p) & 0o6}
    assert reached == {f"autograder/student/{name}.py" for name in ("landlock", "seccomp")}
    walls = source / "autograder" / "student"
    assert [others(p) for p in (source, source / "autograder", walls)] == [0o1] * 3


@pytest.mark.slow
def test_a_submission_without_a_notebook_is_told_so(container):
    for path in (container / "submission").iterdir():
        path.unlink()
    (container / "submission" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    found, _ = run(container)
    assert found["score"] == 0
    assert "Aucun cahier «\u00a0q_lineaire.ipynb\u00a0» dans la remise." in found["output"]
    assert sum(test["max_score"] for test in found["tests"]) == 20
