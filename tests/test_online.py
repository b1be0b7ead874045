"""Notebooks opened by a link: in Binder, and in Colab, where nothing stands beside them."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading

import nbformat
import pytest

from autograder import online
from autograder.build import FOLDED, built_files
from autograder.catalogue import ASSIGNMENTS
from autograder.paths import ROOT

NAME = "q_lineaire"
PROJECT = '[project.urls]\nSource = "{}"\n'


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://github.com/ecole/cours", "ecole/cours"),
        ("https://github.com/ecole/cours.git", "ecole/cours"),
        ("https://github.com/ecole/mon.cours/", "ecole/mon.cours"),
        ("https://gitlab.com/ecole/cours", None),
        ("https://github.com/ecole", None),
        ("", None),
    ],
)
def test_only_an_address_on_github_is_one(tmp_path, address, found):
    (tmp_path / "pyproject.toml").write_text(PROJECT.format(address), encoding="utf-8")
    assert online.repository(tmp_path) == found


def test_without_an_address_nothing_is_fetched():
    assert online.repository(ROOT / "docs") is None
    text = (ROOT / "notebooks" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert ("urlretrieve" in text) == (online.repository(ROOT) is not None)


def test_the_links_lead_to_the_notebook():
    text = online.badges("ecole/cours", NAME)
    assert (
        "(https://mybinder.org/v2/gh/ecole/cours/main?labpath="
        "notebooks%2Fq_lineaire%2Fq_lineaire.ipynb)"
    ) in text
    assert (
        "(https://colab.research.google.com/github/ecole/cours/blob/main/"
        "notebooks/q_lineaire/q_lineaire.ipynb)"
    ) in text
    assert "(http" in text and "![Ouvrir dans Colab](" in text


@pytest.fixture
def public(tmp_path):
    """A project with an address, and its sources."""
    root = tmp_path / "projet"
    root.mkdir()
    for part in ("aides", "source", "solutions"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    address = PROJECT.format("https://github.com/ecole/cours")
    (root / "pyproject.toml").write_text(address, encoding="utf-8")
    return root


@pytest.mark.slow
def test_a_notebook_that_is_opened_alone_brings_what_stands_beside_it(public, tmp_path):
    built = built_files(ASSIGNMENTS[NAME], public)
    folder = public / "notebooks" / NAME
    released = {path: content for path, content in built.items() if path.parent == folder}
    web = tmp_path / "web"
    web.mkdir()
    for path, content in released.items():
        (web / path.name).write_bytes(content)
    cells = nbformat.reads(released[folder / f"{NAME}.ipynb"].decode(), as_version=4).cells
    (tooling,) = (cell.source for cell in cells if cell.source.startswith(FOLDED))
    address = f"https://raw.githubusercontent.com/ecole/cours/main/notebooks/{NAME}/"
    assert address in tooling

    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=web)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        code = tooling.replace(address, f"http://127.0.0.1:{server.server_port}/")
        alone = tmp_path / "seul"
        alone.mkdir()
        environment = os.environ | {"NO_PROXY": "127.0.0.1"}
        command = [sys.executable, "-c", f"import sys; sys.path.insert(0, '')\n{code}"]
        subprocess.run(command, cwd=alone, env=environment, check=True)
        server.shutdown()
    python = {path.name for path in released if path.suffix == ".py"}
    assert {path.name for path in alone.glob("*.*")} == python | {"verifications.json"}
    again = subprocess.run(command, cwd=alone, capture_output=True, check=False)
    assert again.returncode == 0, "what is there is not fetched again: the server is gone"


def test_a_fetch_that_was_cut_short_starts_again():
    code = online.fetching("ecole/cours", NAME, ["outils.py", "cartes.py", "donnees.py"])
    assert '("cartes.py", "donnees.py", "outils.py")' in code


def test_where_nothing_can_be_fetched_the_notebook_says_what_is_missing(tmp_path):
    code = online.fetching("ecole/cours", NAME, ["outils.py"]).replace(
        "https://raw.githubusercontent.com", "http://127.0.0.1:9"
    )
    code += "print(importlib.util.find_spec('outils'))"
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "None\n"
