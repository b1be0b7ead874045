"""Submitted notebooks in any state: read, or refused with a French sentence, and restored."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.submission.cells import DEMO_TAG, is_answer, is_check, is_runnable
from autograder.submission.read import NotebookError, read
from autograder.submission.restore import restore

STUB = "def f(x):\n    raise NotImplementedError('À compléter')"
ANSWER = "def f(x):\n    return 2 * x"


def graded(name, *, solution, grade, locked=False):
    names = {"grade_id": name, "solution": solution, "grade": grade, "locked": locked}
    return {"nbgrader": names | {"schema_version": 3, "task": False, "points": 1}}


@pytest.fixture
def teacher():
    return new_notebook(
        cells=[
            new_markdown_cell("# Titre", id="titre"),
            new_code_cell("import math", id="imports"),
            new_code_cell(STUB, id="exercise-f", metadata=graded("f", solution=True, grade=False)),
            new_code_cell(
                "assert f(1) == 2",
                id="check-f",
                metadata=graded("test_f", solution=False, grade=True, locked=True),
            ),
            new_code_cell("f(10)", id="demo", metadata={"tags": [DEMO_TAG]}),
        ]
    )


@pytest.fixture
def student(teacher):
    mine = copy.deepcopy(teacher)
    mine.cells[2].source = ANSWER
    return mine


def text_of(notebook):
    return nbformat.writes(copy.deepcopy(notebook))  # writes() splits the sources in place


def restored_from(student, teacher, tmp_path):
    path = tmp_path / "devoir.ipynb"
    path.write_text(text_of(student), encoding="utf-8")
    return restore(read(path), teacher)


def runnable(restored):
    return [cell.source for cell in restored.notebook.cells if is_runnable(cell)]


def checks(restored):
    return [cell.source for cell in restored.notebook.cells if is_check(cell)]


def test_an_honest_notebook_is_restored_as_it_is(student, teacher, tmp_path):
    restored = restored_from(student, teacher, tmp_path)
    assert restored.problems == []
    assert [c.source for c in restored.notebook.cells] == [c.source for c in student.cells]
    assert runnable(restored) == ["import math", ANSWER]


def test_checks_and_metadata_are_the_teachers(student, teacher, tmp_path):
    student.cells[3].source = "pass"
    student.cells[3].metadata.tags = ["skip-execution"]
    student.cells[3].metadata.nbgrader.points = 1000
    student.cells[4].metadata.tags = []
    student.cells[2].metadata.nbgrader.grade = True
    restored = restored_from(student, teacher, tmp_path)
    assert [c.metadata for c in restored.notebook.cells] == [c.metadata for c in teacher.cells]
    assert checks(restored) == ["assert f(1) == 2"]
    assert runnable(restored) == ["import math", ANSWER]


def test_helpers_in_added_cells_stay_in_their_place(student, teacher, tmp_path):
    student.cells.insert(2, new_code_cell("def double(x):\n    return 2 * x"))
    student.cells[3].source = "def f(x):\n    return double(x)"
    restored = restored_from(student, teacher, tmp_path)
    assert runnable(restored) == [
        "import math",
        "def double(x):\n    return 2 * x",
        "def f(x):\n    return double(x)",
    ]
    assert restored.problems == []


def test_a_cell_of_the_teacher_is_run_as_it_was_then_what_was_added_to_it(
    student, teacher, tmp_path
):
    student.cells[1].source = "from google.colab import drive\nimport math  # as given\nx = 1"
    restored = restored_from(student, teacher, tmp_path)
    assert runnable(restored)[:2] == ["import math", "from google.colab import drive\nx = 1"]
    assert restored.problems == []


@pytest.mark.parametrize("index", [0, 1, 3, 4])
def test_deleted_cells_of_the_teacher_come_back(student, teacher, tmp_path, index):
    del student.cells[index]
    restored = restored_from(student, teacher, tmp_path)
    assert [c.source for c in restored.notebook.cells] == [
        cell.source if cell.id != "exercise-f" else ANSWER for cell in teacher.cells
    ]
    assert len(restored.problems) == (index == 3)


def test_a_deleted_answer_is_blank_and_said(student, teacher, tmp_path):
    del student.cells[2]
    restored = restored_from(student, teacher, tmp_path)
    assert runnable(restored) == ["import math", STUB]
    assert "« f » manque" in restored.problems[0]


@pytest.mark.parametrize("delete", [True, False])
@pytest.mark.parametrize("position", [0, -1])
def test_a_moved_answer_is_recovered_by_its_name(student, teacher, tmp_path, delete, position):
    student.cells[2].source = STUB
    if delete:
        del student.cells[2]
    student.cells.insert(len(student.cells) if position else 0, new_code_cell(ANSWER))
    restored = restored_from(student, teacher, tmp_path)
    assert ANSWER in runnable(restored)
    assert STUB not in runnable(restored)
    assert len(restored.problems) == 1
    assert "autre cellule" in restored.problems[0]


@pytest.mark.parametrize("blank_last", [True, False])
def test_of_two_copies_the_changed_one_counts(student, teacher, tmp_path, blank_last):
    twin = copy.deepcopy(student.cells[2])
    twin.id = "copie"
    student.cells[2].source, twin.source = (ANSWER, STUB) if blank_last else (STUB, ANSWER)
    student.cells.insert(3, twin)
    restored = restored_from(student, teacher, tmp_path)
    answers = [c for c in restored.notebook.cells if is_answer(c)]
    assert [answer.source for answer in answers] == [ANSWER]
    assert "plusieurs fois" in restored.problems[0]
    assert len({cell.id for cell in restored.notebook.cells}) == len(restored.notebook.cells)


def test_a_retyped_answer_is_still_code(student, teacher, tmp_path):
    student.cells[2] = new_markdown_cell(ANSWER, metadata=student.cells[2].metadata)
    restored = restored_from(student, teacher, tmp_path)
    assert runnable(restored) == ["import math", ANSWER]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["bom", "utf-16", "crlf"],
)
def test_other_encodings_are_read(student, teacher, tmp_path, encode):
    path = tmp_path / "devoir.ipynb"
    path.write_bytes(encode(text_of(student)))
    assert runnable(restore(read(path), teacher)) == ["import math", ANSWER]


def test_an_old_format_is_read(student, teacher, tmp_path):
    old = nbformat.convert(student, 3)
    path = tmp_path / "devoir.ipynb"
    path.write_text(json.dumps(old), encoding="utf-8")
    assert ANSWER in runnable(restore(read(path), teacher))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\0",
        b"bonjour",
        b"PK\x03\x04",
        b"[]",
        b"null",
        b"3",
        b'{"cells": 3}',
        b'{"cells": [3]}',
        b'{"nbformat": 4}',
        b'{"nbformat": "x", "cells": []}',
        b"[" * 100_000,
        b"\xff\xfe\xff",
        b"\x80abc",
    ],
)
def test_what_is_not_a_notebook_is_refused_in_french(tmp_path, content):
    path = tmp_path / "devoir.ipynb"
    path.write_bytes(content)
    with pytest.raises(NotebookError, match=r"devoir\.ipynb"):
        read(path)


def test_a_truncated_notebook_is_refused(student, tmp_path):
    path = tmp_path / "devoir.ipynb"
    path.write_text(text_of(student)[:-200], encoding="utf-8")
    with pytest.raises(NotebookError, match="tronqué"):
        read(path)


def test_links_folders_and_missing_files_are_refused(tmp_path):
    (tmp_path / "dossier.ipynb").mkdir()
    (tmp_path / "secret.ipynb").write_text("{}")
    (tmp_path / "lien.ipynb").symlink_to(tmp_path / "secret.ipynb")
    for name in ("dossier.ipynb", "lien.ipynb", "absent.ipynb"):
        with pytest.raises(NotebookError, match=name):
            read(tmp_path / name)


def test_no_html_of_the_student_reaches_the_teachers_browser(student, teacher, tmp_path):
    student.cells[0].source = "# Titre <script>alert(1)</script>"
    student.cells.append(new_markdown_cell("<img src=x onerror=alert(1)> et $a < b$, $a<b$"))
    cells = restored_from(student, teacher, tmp_path).notebook.cells
    assert cells[0].source == "# Titre"
    assert cells[-1].source == "< img src=x onerror=alert(1)> et $a < b$, $a< b$"


def test_a_demo_of_another_release_is_not_run_either(student, teacher, tmp_path):
    demo = next(cell for cell in teacher.cells if cell.id == "demo")
    demo.source = (
        "def play(weights):\n    return f(weights)\n\n\nfor weights in trained:\n    play(weights)"
    )
    shown = next(cell for cell in student.cells if cell.id == "demo")
    shown.id = "another-id"
    shown.source = "def play(seed):\n    return f(train(seed, n=300))\n\n\nprint(play(1), play(2))"
    restored = restored_from(student, teacher, tmp_path)
    assert not any("def play" in source for source in runnable(restored))


def test_a_helper_of_the_students_own_is_run_though_a_demo_defines_others(
    student, teacher, tmp_path
):
    demo = next(cell for cell in teacher.cells if cell.id == "demo")
    demo.source = "def play(weights):\n    return f(weights)"
    student.cells.append(new_code_cell("def helper(x):\n    return x"))
    assert any(
        "def helper" in source for source in runnable(restored_from(student, teacher, tmp_path))
    )
