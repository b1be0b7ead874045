"""A picture of the written answer, through nbgrader: the teacher and the student see it."""

import base64
import json
import shutil

import nbformat
import pytest
from nbconvert import HTMLExporter

from autograder.classroom import course
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.lanes import Lanes
from autograder.paths import ROOT
from tests.shapes import cell_of, right

NAME = "q_lineaire"
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300_000)


def shown(content, kind):
    return f'src="data:{kind};base64,{base64.b64encode(content).decode()}"'


@pytest.mark.slow
def test_pictures_are_seen_and_files_are_kept(tmp_path):
    shutil.copytree(ROOT / "source" / NAME, tmp_path / "source" / NAME)
    shutil.copy(ROOT / course.CONFIG, tmp_path / course.CONFIG)
    gradebook.generate_assignment(tmp_path, NAME)
    data, place = right(NAME), tmp_path / "submitted" / "lea" / NAME
    place.mkdir(parents=True)
    written = f"![](data:image/png;base64,{base64.b64encode(PNG).decode()})\n\n![](feuille.jpg)"
    cell_of(data, "question_1")["source"] = written
    (place / "feuille.jpg").write_bytes(JPEG)
    (place / "brouillon.md").write_text("Mes notes", encoding="utf-8")
    (place / "brouillon.zip").write_bytes(b"PK")
    (place / f"{NAME}.ipynb").write_text(json.dumps(data), encoding="utf-8")

    (result,) = gradebook.grade_class(tmp_path, NAME, ["lea"], workers=Lanes(1), force=False)
    assert result.score == 20.0
    (problem,) = result.problems  # what is not taken is named, and kept
    assert "brouillon.zip" in problem and "brouillon.md" not in problem
    graded = tmp_path / "autograded" / "lea" / NAME
    assert (graded / "feuille.jpg").read_bytes() == JPEG
    teachers, _ = HTMLExporter().from_notebook_node(
        nbformat.read(graded / f"{NAME}.ipynb", as_version=4)
    )
    students = gradebook.write_feedback(tmp_path, NAME, "lea") / f"{NAME}.html"
    for page in (teachers, students.read_text(encoding="utf-8")):
        assert shown(PNG, "image/png") in page
        assert shown(JPEG, "image/jpeg") in page
    kept = sorted(path.name for path in place.parent.rglob("brouillon.*"))
    assert kept == ["brouillon.md", "brouillon.zip"]
