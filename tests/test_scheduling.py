"""How the suite is shared out between workers: a module's fixtures are made once."""

import os
import subprocess
import sys

import pytest

from autograder.paths import ROOT

# Where tests are spread, the first one waits for the other worker, which may be slow to begin.
SAMPLE = """
import os, pathlib, time, pytest

@pytest.mark.parametrize("rank", range(6))
def test_it(rank):
    path = pathlib.Path(__file__).with_suffix(".txt")
    with path.open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + " ")
    deadline = time.monotonic() + 20 * (rank == 0 and "cli" in path.name)
    while time.monotonic() < deadline and len(set(path.read_text().split())) < 2:
        time.sleep(0.05)
"""


@pytest.mark.long
def test_a_modules_tests_run_in_one_worker_but_for_those_that_are_spread(tmp_path):
    places = [tmp_path / "tests" / name for name in ("test_one.py", "test_two.py", "test_cli.py")]
    places[0].parent.mkdir()
    for place in places:
        place.write_text(SAMPLE)
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_xdist_make_scheduler")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "tests"]
    outside = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        command, cwd=tmp_path, env=outside | {"PYTHONPATH": str(ROOT)}, capture_output=True
    )
    assert done.returncode == 0, done.stdout
    workers = [place.with_suffix(".txt").read_text().split() for place in places]
    assert [len(names) for names in workers] == [6, 6, 6]
    assert [len(set(names)) for names in workers] == [1, 1, 2]
