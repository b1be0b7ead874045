"""What several tests share: the student releases, and notebooks handed in."""

import json
import signal
from pathlib import Path

import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.fill import fill
from autograder.submission.release import release_folder, teacher_notebook

TESTS = Path(__file__).parent
# Long, and their tests share little: each of them goes to the first worker that is free.
SPREAD = {
    "attacks/test_attacks.py",
    "calibration/test_rates.py",
    "classroom/test_class.py",
    "judging/test_diagnosis.py",
    "judging/test_repeatable.py",
    "proof/test_bank.py",
    "test_cli.py",
    "test_environment.py",
    "test_notebooks.py",
}

# What a shell starts in the background ignores Ctrl-C, and so does all that it starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A module's tests share costly fixtures and run in one worker, but for those of SPREAD."""
    for item in items:
        if item.path.relative_to(TESTS).as_posix() not in SPREAD:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def blank():
    """The blank student notebook of an assignment: `blank("dqn")`."""

    def read(name):
        assignment = ASSIGNMENTS[name]
        return teacher_notebook(release_folder(assignment), assignment)

    return read


@pytest.fixture
def handed_in(tmp_path, blank):
    """Write a student notebook with these answers: `handed_in("dqn", {"dqn_loss": code})`."""

    def write(name, answers, change=lambda filled: None):
        filled = fill(blank(name), answers)
        change(filled)
        path = tmp_path / f"{name}.ipynb"
        path.write_text(json.dumps(filled), encoding="utf-8")
        return path

    return write
