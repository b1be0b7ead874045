"""A course folder made at once: nbgrader takes seconds to make a gradebook, which is copied."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.gradebook import CONFIG
from autograder.paths import ROOT


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """The path of an empty gradebook."""
    path = tmp_path_factory.mktemp("carnet") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def course_folder(tmp_path):
    """A course's folder, without a gradebook."""
    folder = tmp_path / "cours"
    folder.mkdir()
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    return folder
