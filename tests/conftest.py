"""What several tests share: the student releases, and notebooks handed in."""

import json
import signal
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.fill import fill
from autograder.submission.release import release_folder, teacher_notebook

TESTS = Path(__file__).parent
# Long, and their tests share little: each of them goes to the first worker that is free. They come
# first, the longest at the head: none is left to one worker alone at the end.
SPREAD = (
    "classroom/test_class.py",
    "proof/test_worked_example.py",
    "test_notebooks.py",
    "proof/test_bank.py",
    "judging/test_diagnosis.py",
    "judging/test_repeatable.py",
    "calibration/test_rates.py",
    "attacks/test_attacks.py",
    "test_cli.py",
    "test_environment.py",
)

# What a shell starts in the background ignores Ctrl-C, and so does all that it starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _rank(item.path.relative_to(TESTS).as_posix()))


def pytest_xdist_make_scheduler(config, log):
    return ByModule(config, log)


class ByModule(LoadScopeScheduling):
    """A module's tests share costly fixtures and run in one worker, but for those of SPREAD.

    xdist's own groups say it in a test's name, which pytest 9.2 no longer lets it change.
    """

    def _split_scope(self, nodeid):
        path = nodeid.split("::")[0]
        return nodeid if path.removeprefix("tests/") in SPREAD else path


def _rank(module):
    return SPREAD.index(module) if module in SPREAD else len(SPREAD)


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
