"""What several tests share: the student releases, and notebooks handed in."""

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.submission.fill import fill
from autograder.submission.release import release_folder, teacher_notebook


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A module's tests share costly fixtures and run in one worker, but for the long class ones."""
    for item in items:
        if item.path.stem != "test_class":
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
        nbformat.write(filled, path)
        return path

    return write
