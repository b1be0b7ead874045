"""A gradebook in PostgreSQL: a class is graded, marked by hand, given back and exported from it."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CONFIG
from autograder.classroom.exporting.export import export
from autograder.classroom.grading import gradebook
from autograder.classroom.pages.book import read
from autograder.paths import ROOT
from tests.classroom.conftest import Term

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # where Debian puts them
START_SECONDS = 60
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAMS, reason="pas de serveur : apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def database():
    """The address of an empty database, on a server of its own that only a socket leads to."""
    pytest.importorskip("psycopg", reason="pip install -e '.[postgresql]'")
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        _own(folder)
        data = f"{folder}/data"
        _run("initdb", "-D", data, "-U", "cours", "-A", "trust", "-E", "UTF8", "--no-sync").wait()
        settings = ("-c", "listen_addresses=", "-c", "fsync=off")
        server = _run("postgres", "-D", data, "-k", folder, *settings)
        address = f"postgresql+psycopg://cours@/postgres?host={folder}"
        try:
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _own(folder):
    """Give a folder to who runs the server, which refuses to be root."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _run(program, *arguments):
    nobody = {"user": "nobody", "group": "nogroup", "extra_groups": ()}
    return subprocess.Popen(
        [PROGRAMS[-1] / program, *arguments],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **(nobody if os.geteuid() == 0 else {}),
    )


def _wait_for(address, server):
    engine, end = create_engine(address), time.monotonic() + START_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("select 1"))
            engine.dispose()
            return
        except OperationalError:
            assert server.poll() is None, "le serveur s'est arrêté"
            assert time.monotonic() < end, "le serveur ne répond pas"
            time.sleep(0.05)


@pytest.fixture
def term(tmp_path, database, judged):
    """A course as in the repository, but for the gradebook's address."""
    folder = tmp_path / "cours"
    for part in ("source", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    config = (ROOT / CONFIG).read_text(encoding="utf-8")
    own = f"\nc.CourseDirectory.db_url = {database!r}\n"
    (folder / CONFIG).write_text(config + own, encoding="utf-8")
    gradebook.require_ready(folder, Term.name)
    return Term(folder)


def test_a_class_is_graded_given_back_and_exported(term, here, judged):
    right = "def phi(state, action):\n    return 'juste'"
    term.hand_in("zoé", {"phi": right})
    term.hand_in("ada", {})
    names = gradebook.students(term.folder, term.name)

    def graded():
        found = gradebook.grade_class(term.folder, term.name, names, workers=here, force=False)
        return {one.student: one.score for one in found}

    marks = graded()
    assert marks["ada"] == 0 < marks["zoé"]
    term.mark_by_hand("zoé", "question_1", 3.5)
    assert graded() == marks and len(judged) == 2  # all of it is known
    rows = {row.student: row for row in read(term.folder, term.name, names).rows}
    assert rows["zoé"].total == marks["zoé"] + 3.5
    assert not (term.folder / "gradebook.db").exists()

    for name in names:
        page = gradebook.write_feedback(term.folder, term.name, name) / f"{term.name}.html"
        assert page.stat().st_size > 1000
    written = export(term.folder, ASSIGNMENTS[term.name], "excel")
    lines = written.marks.read_text(encoding="utf-8-sig").splitlines()
    assert any(line.startswith("zoé;") for line in lines) and len(lines) == 3
