"""The README's table for teachers, followed to the letter: from a clone to the exported marks."""

import json
import re
import shutil
import signal
import subprocess
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import nbformat
import pytest

from autograder.catalogue import ASSIGNMENTS
from autograder.paths import ROOT
from autograder.submission.fill import fill, references
from tests.classroom.deposits import moodle, write_zip
from tests.classroom.nbgrader_folder import environment

pytestmark = pytest.mark.long

NAME = "q_lineaire"
COURSE = "approximation_q"
NOT_CLONED = (".git", ".venv", "demo", "*.db", ".nbgrader.log", "__pycache__", ".*_cache")
PRODUCED = ("submitted", "autograded", "feedback", "downloaded", "rapports", "exports")


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A clone for the teacher, a folder for the student, and an exchange set for the machine."""
    root = tmp_path_factory.mktemp("machine")
    clone, student, exchange = (root / name for name in ("clone", "etudiante", "echange"))
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(*NOT_CLONED), symlinks=True)
    for name in PRODUCED:
        shutil.rmtree(clone / name, ignore_errors=True)
    student.mkdir()
    exchange.mkdir()
    exchange.chmod(0o777)
    for folder in (clone, student):
        (folder / ".jupyter").mkdir()
        (folder / ".jupyter" / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
        )
    (student / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = {COURSE!r}\n"
    )
    return clone, student


def steps():
    """The table's lines: what is done, and the first command of each; all those that export."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+\. [^|]*) \| (.*) \|$", text, re.MULTILINE)
    commands = {
        name: re.findall("`((?:autograder|nbgrader|jupyter) [^`]*)`", row) for name, row in rows
    }
    return {name: found if "Exporter" in name else found[:1] for name, found in commands.items()}


def run(folder, command):
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def hand_in(student, clone):
    """What a student does between the distribution and the collection, and Moodle after it."""
    run(student, f"nbgrader fetch_assignment {NAME}")
    path = student / NAME / f"{NAME}.ipynb"
    answers = {"phi": references(ASSIGNMENTS[NAME])["phi"], "question_1": "Une réponse."}
    nbformat.write(fill(nbformat.read(path, as_version=4), answers), path)
    write_zip(clone / "remises.zip", {moodle("Ada Lovelace", 12, path.name): path.read_bytes()})


def mark_the_question(clone, command):
    """What a teacher does in the page that the command serves, then Ctrl-C."""
    server = subprocess.Popen(
        f"exec {command} --no-browser",
        shell=True,
        cwd=clone,
        env=environment(clone),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = iter(server.stdout.readline, "")
        address = next(filter(None, (re.search(r"http://\S+", line) for line in lines)))[0]
        page = urllib.request.urlopen(address, timeout=60).read().decode()
        student, digest = re.search(
            r'data-etudiant="([^"]+)" data-empreinte="(\w+)"', page
        ).groups()
        asked = {"etudiant": student, "question": "question_1", "empreinte": digest}
        body = json.dumps(asked | {"points": 3.5, "commentaire": ""}).encode()
        token = address.rpartition("=")[2]
        note = urllib.request.Request(urljoin(address, "/note"), body, {"X-Jeton": token})
        assert json.load(urllib.request.urlopen(note, timeout=60)) == {"fait": True}
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


@pytest.fixture(scope="module")
def outputs(places):
    """What each line's command printed, all lines run in order."""
    clone, student = places
    printed = {}
    for name, commands in steps().items():
        if "Ramasser" in name:
            hand_in(student, clone)
        if commands[0].startswith("autograder mark"):
            mark_the_question(clone, commands[0])
        else:
            printed[name] = "".join(run(clone, command) for command in commands)
    return printed


def test_every_line_has_a_command_that_works(outputs):
    assert len(outputs) >= 8


def test_the_class_is_graded_and_the_question_waits(outputs):
    (table,) = [text for name, text in outputs.items() if name.endswith("Corriger")]
    assert "ada-lovelace" in table
    assert "1 copie attend une note à la main" in " ".join(table.split())
    assert f"autograder mark {NAME}" in table.splitlines()[-1]  # what comes next
    assert max(map(len, table.splitlines())) <= 80
    assert "À remettre avant le 1" in table


def test_the_marks_are_exported(places, outputs):
    text = (places[0] / "grades.csv").read_text(encoding="utf-8-sig")
    (row,) = [line.split(";") for line in text.splitlines() if "ada-lovelace" in line]
    assert {"2", "3,5", "5,5"} <= set(row)
    assert list((places[0] / "exports" / NAME).iterdir())


def test_what_the_repository_holds_is_left_as_it_was(places, outputs):
    for folder in ("notebooks", "source"):
        for path in Path(ROOT, folder).rglob("*"):
            if path.is_file() and "checkpoint" not in str(path):
                assert (places[0] / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
