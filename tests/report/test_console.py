"""The commands on terminals that are not UTF-8."""

import os
import subprocess
import sys

import pytest

from tests.share import first_now

pytestmark = pytest.mark.slow

SENTENCE = "« L’été… — 1 ≥ −2 ✓ œuvre » 王"


def run(encoding, *arguments):
    settings = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, env=os.environ | settings, check=False
    )


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", '" L\'ete... - 1 >= -2 v oeuvre " ?'),
        ("latin-1", "« L'été... - 1 >= -2 v oeuvre » ?"),
        ("cp1252", "« L’été… — 1 >= -2 v œuvre » ?"),
        ("utf-8", SENTENCE),
    ],
)
def test_what_cannot_be_shown_is_replaced_by_what_looks_like_it(encoding, shown):
    code = "from autograder.report.console import adapt_streams; adapt_streams(); print({!r})"
    done = run(encoding, "-c", code.format(SENTENCE))
    assert done.stdout.decode(encoding).strip() == shown


@pytest.mark.parametrize("encoding", first_now(pytest.mark.long, ["ascii", "cp850", "latin-1"]))
def test_the_commands_work_on_any_terminal(encoding):
    for arguments in (["--help"], ["grade", "inconnu"]):
        done = run(encoding, "-m", "autograder", *arguments)
        assert b"Traceback" not in done.stdout + done.stderr
        assert b"Unicode" not in done.stdout + done.stderr
    assert "Devoir inconnu" in done.stderr.decode(encoding)
