"""One engine a gradebook: it must still see what became of its file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader import dbutil
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.classroom import engines


@pytest.fixture(autouse=True)
def shared():
    engines.share()


def test_a_gradebook_that_is_opened_again_has_the_engine_that_it_had(tmp_path):
    one, other = (Gradebook(f"sqlite:///{tmp_path / name}.db") for name in ("a", "b"))
    with Gradebook(f"sqlite:///{tmp_path / 'a'}.db") as again:
        assert again.engine is one.engine is not other.engine
    one.close()
    other.close()


def test_a_gradebook_that_is_taken_from_a_backup_is_read_anew(tmp_path):
    path, backup = tmp_path / "gradebook.db", tmp_path / "backup.db"
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_student("ada")
    shutil.copy(path, backup)
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_student("bob")
    path.unlink()
    shutil.copy(backup, path)
    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
    path.unlink()
    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert gradebook.students == []


def test_one_that_is_open_does_not_mind_another_being_closed(tmp_path):
    with Gradebook(f"sqlite:///{tmp_path / 'a'}.db") as first:
        first.add_student("ada")
        with Gradebook(f"sqlite:///{tmp_path / 'a'}.db") as second:
            assert second.find_student("ada").id == "ada"
        assert first.find_student("ada").id == "ada"


@pytest.mark.slow
def test_a_new_gradebook_has_the_version_that_alembic_gives_it(tmp_path, monkeypatch):
    """Where alembic is not on PATH; another version would have nbgrader ask for an upgrade."""
    monkeypatch.setenv("PATH", os.defpath)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        found = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalars()
        versions = list(found)
    with dbutil._temp_alembic_ini("sqlite://") as settings:
        command = [Path(sys.executable).parent / "alembic", "-c", settings, "heads"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert versions == [said.split()[0]]
