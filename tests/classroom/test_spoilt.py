"""A gradebook or a name that cannot be used is told in a French sentence, never by a traceback."""

import shutil
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from autograder.classroom.course import CourseError, api, require_success
from autograder.classroom.grading.gradebook import graded_students
from autograder.cli.running import write_feedback
from autograder.french import gradebook_sentence
from autograder.typography import unbreakable
from tests.share import first_now


def autograder(folder, *arguments):
    command = [sys.executable, "-m", "autograder", *arguments, "--course", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


COMMANDS = [("report",), ("grade",), ("export", "--for", "excel")]


def lay_out(folder, registered):
    """A course of the same assignment, without its gradebook."""
    shutil.copy(registered / "nbgrader_config.py", folder)
    for name in ("notebooks", "source"):
        (folder / name).symlink_to(registered / name)


@pytest.mark.slow
@pytest.mark.parametrize("command", first_now(pytest.mark.long, COMMANDS))
def test_a_spoilt_gradebook_is_said_to_be(registered, tmp_path, command):
    lay_out(tmp_path, registered)
    (tmp_path / "gradebook.db").write_text("Ceci n'est pas une base.")
    (tmp_path / "submitted" / "ada" / "q_lineaire").mkdir(parents=True)
    done = autograder(tmp_path, command[0], "q_lineaire", *command[1:])
    assert done.returncode in (1, 2)
    assert "Le carnet de notes (gradebook.db) est abîmé" in " ".join(done.stderr.split())
    for english in ("Traceback", "sqlalche.me", "database"):
        assert english not in done.stderr


def test_a_spoilt_gradebook_is_told_once_to_who_writes_the_feedback(registered, tmp_path):
    lay_out(tmp_path, registered)
    (tmp_path / "gradebook.db").write_text("Ceci n'est pas une base.")
    for student in ("ada", "zoe"):
        graded = tmp_path / "autograded" / student / "q_lineaire"
        graded.mkdir(parents=True)
        (graded / "q_lineaire.ipynb").touch()
    with pytest.raises(DatabaseError) as refused:
        write_feedback(tmp_path, "q_lineaire", ["ada", "zoe"])
    assert "est abîmé" in gradebook_sentence(refused.value)


@pytest.mark.slow
def test_a_student_without_a_graded_copy_is_named(registered, tmp_path):
    lay_out(tmp_path, registered)
    graded = tmp_path / "autograded" / "ada" / "q_lineaire"
    graded.mkdir(parents=True)
    (graded / "q_lineaire.ipynb").touch()
    done = autograder(tmp_path, "feedback", "q_lineaire", "--student", "nul")
    assert done.returncode == 2
    assert done.stderr.strip() == unbreakable("Aucune copie corrigée de « q_lineaire » pour : nul.")


def test_what_a_killed_grader_leaves_is_not_a_graded_copy(registered, tmp_path):
    lay_out(tmp_path, registered)
    for student in ("ada", "zoe"):
        (tmp_path / "autograded" / student / "q_lineaire").mkdir(parents=True)
    (tmp_path / "autograded" / "zoe" / "q_lineaire" / "q_lineaire.ipynb").touch()
    assert graded_students(tmp_path, "q_lineaire") == ["zoe"]


def test_an_error_of_nbgrader_is_told_without_its_traceback():
    log = "Traceback (most recent call last):\n  File \"base.py\", line 1\nKeyError: 'rien'\n"
    with pytest.raises(CourseError, match=r"^KeyError: 'rien'$"):
        require_success({"success": False, "log": log})


def test_a_folder_that_nbgrader_cannot_write_is_told_in_french():
    line = "OSError: [Errno 30] Read-only file system: 'outils.py'"
    log = f'Traceback (most recent call last):\n  File "base.py", line 1\n{line}\n'
    sentence = "Impossible de lire ou d'écrire « outils.py » : disque en lecture seule."
    with pytest.raises(CourseError, match=sentence):
        require_success({"success": False, "log": log})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("database is locked", "occupé par un autre programme"),
        ("attempt to write a readonly database", "ne s'ouvre pas en écriture"),
        ("database disk image is malformed", "est abîmé : remettez"),
        ("database or disk is full", "le disque est plein"),
    ],
)
def test_each_refusal_of_the_gradebook_has_its_sentence(words, sentence):
    cause = sqlite3.OperationalError(words)
    assert sentence in gradebook_sentence(OperationalError("SELECT", {}, cause))
    assert sentence in gradebook_sentence(DatabaseError("SELECT", {}, cause))


def test_another_error_stays_what_it_is():
    assert gradebook_sentence(ValueError("database is locked")) is None


def test_an_exchange_that_cannot_be_written_is_told_in_french():
    log = "[CRITICAL] Unwritable directory, please contact your instructor: /srv/echange"
    with pytest.raises(CourseError, match="Le dossier d'échange /srv/echange n'existe pas"):
        require_success({"success": False, "log": log})


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("c = get_config()\nc.Exchange.root = (", "SyntaxError, ligne 2"),
        ("c = get_config()\n\nimport absent", "ModuleNotFoundError, ligne 3"),
    ],
)
def test_settings_that_python_refuses_are_named_with_their_line(tmp_path, settings, why):
    (tmp_path / "nbgrader_config.py").write_text(settings)
    with pytest.raises(CourseError, match=f"nbgrader_config.py » .* ne se lit pas.* {why}"):
        api(tmp_path)


def test_a_file_is_not_a_course(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(CourseError, match="n'est pas un dossier"):
        api(tmp_path / "notes.txt")
