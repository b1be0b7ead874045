"""Broken submissions: each gets its fair marks, or a French sentence that says what to do."""

import copy
import json
import os
import shutil

import pytest
from typer.testing import CliRunner

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.course import CONFIG
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.lanes import Lanes
from autograder.cli import app
from autograder.judging import grading
from autograder.paths import ROOT
from autograder.submission.fill import fill, reference, references
from autograder.submission.read import MAX_CELL
from autograder.submission.release import release_folder, teacher_notebook
from autograder.submission.submission import open_submission

NAME = "q_lineaire"
PAIR = ("phi", "get_targets")
PAIR_POINTS = 5.0
CANARY = f"canari-{os.urandom(8).hex()}"


def blank():
    return teacher_notebook(release_folder(ASSIGNMENTS[NAME]), ASSIGNMENTS[NAME])


def handed_in() -> dict:
    """The data of a notebook with two right answers."""
    return json.loads(json.dumps(fill(blank(), {name: reference(name) for name in PAIR})))


def cell_of(data: dict, name: str) -> dict:
    return next(
        c for c in data["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def code(source, **others) -> dict:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {**cell, "source": source, **others}


def text(source, **others) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **others}


def check(content: bytes, folder):
    """The result of grading these bytes, on two exercises."""
    path = folder / f"{NAME}.ipynb"
    path.write_bytes(content)
    assignment = Assignment(NAME, exercises=PAIR)
    release = release_folder(ASSIGNMENTS[NAME])
    result = grading.grade(open_submission(path, assignment, release))
    result.model_dump_json()
    return result


# --- what keeps its fair marks --------------------------------------------------------------------

FAIR = {}


def fair(points=PAIR_POINTS, problem=""):
    """Register a way to break a notebook, what it is then worth, and what must be said of it."""

    def register(change):
        FAIR[change.__name__] = (change, points, problem)
        return change

    return register


@fair()
def untouched(data):
    pass


@fair()
def without_cell_identifiers(data):
    data["nbformat_minor"] = 4
    for cell in data["cells"]:
        cell.pop("id", None)
    data["cells"].append(code("x = 1"))


@fair()
def empty_identifiers(data):
    for cell in (code("x = 1"), text("Bonjour")):
        data["cells"].append({**cell, "id": "", "metadata": {"nbgrader": {"grade_id": ""}}})


@fair()
def unknown_nbformat(data):
    data |= {"nbformat": 9, "nbformat_minor": -3}


@fair()
def wrong_kernelspec(data):
    data["metadata"] = {"kernelspec": {"name": "julia-1.9", "display_name": "Julia"}}


@fair()
def no_metadata(data):
    del data["metadata"]


@fair()
def metadata_of_another_type(data):
    for cell, value in zip(data["cells"], [None, [], "x", 3], strict=False):
        if "nbgrader" not in cell["metadata"]:
            cell["metadata"] = value


@fair()
def reversed_cells(data):
    data["cells"].sort(key=lambda cell: cell["cell_type"] != "code")


@fair(problem="« phi » manquait")
def deleted_test_cells(data):
    data["cells"].remove(cell_of(data, "test_phi"))
    data["cells"].remove(cell_of(data, "test_get_targets"))


@fair()
def edited_test_cells(data):
    cell_of(data, "test_phi")["source"] = "assert False"


@fair()
def retyped_answer(data):
    cell_of(data, "phi")["cell_type"] = "markdown"


@fair(3.0, "« phi » manque")
def deleted_answer(data):
    data["cells"].remove(cell_of(data, "phi"))


@fair(problem="« phi » figure plusieurs fois")
def duplicated_answer(data):
    data["cells"].insert(0, copy.deepcopy(cell_of(data, "phi")))


@fair(problem="« phi » a été trouvée dans une autre cellule")
def moved_answer(data):
    data["cells"].append(code(cell_of(data, "phi")["source"]))
    data["cells"].remove(cell_of(data, "phi"))


@fair(problem="« phi » a été trouvée dans une autre cellule")
def moved_answer_among_magics(data):
    data["cells"].append(code("%matplotlib inline\n!true\n" + cell_of(data, "phi")["source"]))
    data["cells"].remove(cell_of(data, "phi"))


@fair(3.0, "a échoué (SyntaxError")
def syntax_error_in_an_answer(data):
    cell_of(data, "phi")["source"] = "def phi(state, action)\n    return state"


@fair()
def early_errors(data):
    data["cells"].insert(0, code("ceci n'est pas du Python"))
    data["cells"].insert(0, code("1 / 0"))
    data["cells"].insert(0, code("raise SystemExit"))


@fair()
def missing_imports(data):
    data["cells"].remove(next(c for c in data["cells"] if "import numpy" in c["source"]))


@fair()
def empty_cells_and_raw_cells(data):
    data["cells"] += [
        code(""),
        text(""),
        code([]),
        {"cell_type": "raw", "metadata": {}, "source": "x"},
    ]
    data["cells"] += [{"cell_type": "inconnu"}, {}]


@fair()
def sources_that_are_not_text(data):
    data["cells"] += [code(3), code(None), code({"a": 1}), code([1, "x = 1", None]), text([[]])]


@fair()
def sources_by_lines(data):
    for cell in data["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


@fair()
def outputs_of_fifty_megabytes(data):
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    data["cells"].append(code("print('x')") | {"outputs": [stream]})


@fair()
def malformed_outputs(data):
    for outputs in (None, "x", [None], [{"output_type": []}], {}):
        data["cells"].append(code("x = 1") | {"outputs": outputs})


@fair(problem=f"dépasse {MAX_CELL} caractères")
def huge_source(data):
    data["cells"].append(code("# long\n" + "x = 1\n" * MAX_CELL))


@fair(3.0, f"dépasse {MAX_CELL} caractères")
def huge_answer(data):
    cell_of(data, "phi")["source"] += "\n#" + "x" * MAX_CELL


@fair(problem="1700 d'entre elles sont ignorées")
def too_many_cells(data):
    data["cells"] += [code("1")] * 2000


@fair(problem="17 d'entre elles sont ignorées")
def too_much_text(data):
    data["cells"] += [text(f"{'x' * 8997}{number:03}") for number in range(50)]


@fair()
def halves_of_characters(data):
    data["cells"] += [code("x = '\ud800'"), text("\udfff"), code("x = 1", id="\ud800")]


@fair()
def null_bytes(data):
    cell_of(data, "phi")["source"] += "\0\n\0"


@fair(problem="L'image « absente.png »")
def attachments(data):
    picture = {"capture d'écran é.png": {"image/png": "iVBORw0KGgo="}}
    source = "![](attachment:capture%20d'%C3%A9cran%20%C3%A9.png) ![](attachment:absente.png)"
    data["cells"].append(text(source, attachments=picture))
    cell_of(data, "question_1").update(source=source, attachments=picture)


@fair()
def carriage_returns(data):
    for cell in data["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", FAIR)
def test_what_can_be_graded_is_graded(name, tmp_path):
    change, points, problem = FAIR[name]
    data = handed_in()
    change(data)
    result = check(json.dumps(data).encode(), tmp_path)
    assert result.graded
    assert result.score == points
    assert problem in " ".join(result.problems)
    assert bool(problem) == bool(result.problems)


@pytest.mark.slow
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("cp1252", errors="replace"),
        lambda text: b"\n\n" + text.encode() + b"\n\0"[:1],
    ],
    ids=["bom", "utf-16", "crlf", "windows-1252", "blank lines"],
)
def test_other_encodings_are_graded(encode, tmp_path):
    content = encode(json.dumps(handed_in(), ensure_ascii=False, indent=1))
    assert check(content, tmp_path).score == PAIR_POINTS


# --- what cannot be read -----------------------------------------------------------------------

WHOLE = json.dumps(handed_in()).encode()
UNREADABLE = {
    "empty": b"",
    "spaces": b" \n\t",
    "null bytes": b"\0" * 1000,
    "truncated": WHOLE[: len(WHOLE) // 2],
    "not a notebook": b"Bonjour, voici mon devoir.",
    "html": b"<!DOCTYPE html><html><body>Connexion requise</body></html>",
    "zip": b"PK\x03\x04" + bytes(range(256)),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "python": b"import numpy as np\n\ndef phi(state, action):\n    return state\n",
    "git conflict": WHOLE.replace(b'"cells"', b'<<<<<<< HEAD\n"cells"\n=======\n', 1),
    "json list": b"[]",
    "json number": b"3",
    "no cells": b'{"nbformat": 4, "metadata": {}}',
    "cells of another type": b'{"nbformat": 4, "cells": {"a": 1}}',
    "cell of another type": b'{"nbformat": 4, "cells": [3]}',
    "nbformat of another type": b'{"nbformat": [], "cells": []}',
    "very deep": b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "latin-1, truncated": '{"cells": [], "x": "é'.encode("latin-1"),
    "half of utf-16": "{}".encode("utf-16")[:-1],
    "what unfolds": b'{"nbformat": 4, "cells": [' + b"[]," * 4_000_000 + b"[]]}",
    "too big": b'{"nbformat": 4, "cells": [], "x": "' + b"x" * 70 * 2**20 + b'"}',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_said_in_french(name, tmp_path):
    result = check(UNREADABLE[name], tmp_path)
    assert not result.graded
    assert result.score == 0.0
    (problem,) = result.problems
    assert problem.startswith(f"Le fichier {NAME}.ipynb")
    assert "remettez-le" in problem or "remettez le cahier" in problem


def test_the_exit_code_of_an_unreadable_notebook_is_1(tmp_path):
    path, out = tmp_path / f"{NAME}.ipynb", tmp_path / "resultat.json"
    path.write_bytes(UNREADABLE["truncated"])
    done = CliRunner().invoke(app, ["check", str(path), "--json", str(out)])
    assert done.exit_code == 1
    assert json.loads(out.read_text(encoding="utf-8"))["score"] == 0.0
    assert "n'est pas un cahier Jupyter lisible" in " ".join(done.output.split())


# --- a class ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The course, and each student's result."""
    folder, outside = tmp_path_factory.mktemp("cours"), tmp_path_factory.mktemp("machine")
    (outside / "secret.txt").write_text(CANARY)
    shutil.copytree(ROOT / "source" / NAME, folder / "source" / NAME)
    shutil.copy(ROOT / CONFIG, folder / CONFIG)
    gradebook.generate_assignment(folder, NAME)
    for student, hand_in in CLASS.items():
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        hand_in(place, outside)
    names = gradebook.students(folder, NAME)
    found = gradebook.grade_class(folder, NAME, names, workers=Lanes(2), force=False)
    return folder, {result.student: result for result in found}


def right(place, outside):
    answers = references(ASSIGNMENTS[NAME])
    path = place / f"{NAME}.ipynb"
    path.write_text(json.dumps(json.loads(json.dumps(fill(blank(), answers)))), encoding="utf-8")
    return path


def linked_files(place, outside):
    right(place, outside)
    (place / "donnees.txt").symlink_to(outside / "secret.txt")
    (place / "zero").symlink_to("/dev/zero")
    (place / "casse").symlink_to("/nulle/part")
    (place / "dossier").symlink_to(outside)
    (place / "outils.py").symlink_to(outside / "secret.txt")
    (place / "sous").mkdir()
    (place / "sous" / "secret.txt").symlink_to(outside / "secret.txt")
    os.mkfifo(place / "tube")


def linked_notebook(place, outside):
    path = right(place, outside)
    (place / path.name).rename(outside / path.name)
    path.symlink_to(outside / path.name)


def empty(place, outside):
    (place / f"{NAME}.ipynb").write_bytes(b"")


def renamed(place, outside):
    right(place, outside).rename(place / "mon travail.ipynb")


def second_notebook(place, outside):
    right(place, outside)
    (place / f"{NAME}-copie.ipynb").write_bytes(b"{}")
    (place / "dqn.ipynb").write_text(CANARY[::-1])


def missing_picture(place, outside):
    path = right(place, outside)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"].append(text("![](attachment:absente.png)"))
    data["cells"].append(code("# <img src=x onerror=alert(1)>\nimport os; os._exit(1)"))
    path.write_text(json.dumps(data), encoding="utf-8")


CLASS = {
    hand_in.__name__: hand_in
    for hand_in in (
        right,
        linked_files,
        linked_notebook,
        empty,
        renamed,
        second_notebook,
        missing_picture,
    )
}


@pytest.mark.slow
def test_the_class_goes_on(results):
    _, found = results
    assert set(found) == set(CLASS)
    for student in ("right", "linked_files", "second_notebook", "missing_picture"):
        assert found[student].score == found[student].max_score
    assert "n'est pas un cahier Jupyter lisible" in found["linked_notebook"].problems[0]
    assert "est vide" in found["empty"].problems[0]
    assert f"Aucun cahier « {NAME}.ipynb »" in found["renamed"].problems[0]
    lost, stopped = found["missing_picture"].problems
    assert "L'image « absente.png »" in lost
    assert "a arrêté le processus Python" in stopped


@pytest.mark.slow
def test_no_file_of_the_machine_comes_with_a_submission(results):
    folder, found = results
    for student in found:
        if student != "renamed":
            gradebook.write_feedback(folder, NAME, student)
    written = [p for place in ("autograded", "feedback") for p in (folder / place).rglob("*")]
    assert len([p for p in written if p.suffix == ".html"]) == len(CLASS) - 1
    for path in written:
        assert not path.is_symlink()
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
    page = folder / "feedback" / "missing_picture" / NAME / f"{NAME}.html"
    assert "<img src=x" not in page.read_text(encoding="utf-8")
