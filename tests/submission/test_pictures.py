"""Pictures in a written answer: shown in every way to write them, refused when they may run."""

import base64
import copy
import json
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.pages.feedback import FeedbackExporter
from autograder.paths import ROOT
from autograder.submission import pictures
from autograder.submission.cells import is_answer, name_of
from autograder.submission.pictures import named
from autograder.submission.read import read
from autograder.submission.release import release_folder, teacher_notebook
from autograder.submission.restore import restore
from autograder.submission.submission import open_submission
from tests.shapes import blank, cell_of, grade_id, right, text

pytestmark = pytest.mark.slow

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(40),
    "image/gif": b"GIF89a" + bytes(40),
    "image/webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40),
}
PNG = PICTURES["image/png"]
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def encoded(content):
    return base64.b64encode(content).decode()


def data_uri(content, kind="image/png"):
    return f"data:{kind};base64,{encoded(content)}"


def written(source, folder, **others):
    """The restored notebook of a written answer, and what is said of it."""
    data = right("q_lineaire")
    cell_of(data, "question_1").update(source=source, **others)
    path = folder / "q_lineaire.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    restored = restore(read(path), blank("q_lineaire"))
    cell = next(c for c in restored.notebook.cells if name_of(c) == "question_1")
    return cell, restored.problems


EXPORTER = HTMLExporter(template_name="basic")


def page(cell):
    """The answer as all of nbconvert's pages show it."""
    return EXPORTER.from_notebook_node(new_notebook(cells=[cell]))[0]


class Attributes(HTMLParser):
    """The attributes of the tags of a page, and its scripts."""

    def __init__(self, html):
        super().__init__()
        self.names = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.names += [tag, *(name for name, _ in attributes)]


WAYS = {
    "data in Markdown": (f"![feuille]({data_uri(PNG)})", {}),
    "data with a title": (f'![feuille]({data_uri(PNG)} "ma feuille")', {}),
    "data in HTML": (f'<div><img width="300" src="{data_uri(PNG)}" alt="x"/></div>', {}),
    "data in HTML, by lines": (
        f'<img src="{data_uri(PNG)[:30]}\n{data_uri(PNG)[30:60]}\r\n  {data_uri(PNG)[60:]}">',
        {},
    ),
    "data as a link": (f"[feuille]({data_uri(PNG)})", {}),
    "data by reference": (f"![][image1]\n\n[image1]: <{data_uri(PNG)}>", {}),
    "data by its name": (f"![image1]\n\n[image1]: {data_uri(PNG)}", {}),
    "data alone": (data_uri(PNG), {}),
    "attachment": ("![f](attachment:f.png)", {"f.png": {"image/png": encoded(PNG)}}),
    "attachment in HTML": (
        "<img src='attachment:f.png' width='50%'>",
        {"f.png": {"image/png": encoded(PNG)}},
    ),
    "attachment with spaces": (
        "![f](attachment:capture%20d'%C3%A9cran%20(1).png)",
        {"capture d'écran (1).png": {"image/png": encoded(PNG)}},
    ),
    "attachment with spaces, as they are": (
        "![f](attachment:ma photo (1).png)",
        {"ma photo (1).png": {"image/png": encoded(PNG)}},
    ),
    "attachment by lines": (
        "![f](attachment:f)",
        {"f": {"image/png": [encoded(PNG)[:20], encoded(PNG)[20:]]}},
    ),
    "attachment under another type": ("![f](attachment:f)", {"f": {"image/heic": encoded(PNG)}}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_is_seen(way, tmp_path):
    source, attachments = WAYS[way]
    cell, problems = written(f"Voici mon calcul :\n\n{source}\n", tmp_path, attachments=attachments)
    assert problems == []
    assert list(cell.attachments.values()) == [{"image/png": encoded(PNG)}]
    assert "image absente" not in cell.source
    assert page(cell).count(f'src="{data_uri(PNG)}"') == 1


@pytest.mark.parametrize("kind", PICTURES)
def test_the_first_bytes_say_the_format(kind, tmp_path):
    cell, problems = written(f"![x]({data_uri(PICTURES[kind], 'image/png')})", tmp_path)
    assert problems == []
    assert data_uri(PICTURES[kind], kind) in page(cell)


@pytest.mark.parametrize("name", ["feuille.jpg", "./ma feuille.JPG", "photos/feuille.jpg"])
def test_a_picture_beside_the_notebook_is_seen(name, tmp_path):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(PICTURES["image/jpeg"])
    cell, problems = written(f"![x]({name})", tmp_path)
    assert problems == []
    assert data_uri(PICTURES["image/jpeg"], "image/jpeg") in page(cell)


@pytest.mark.parametrize(
    "content, kind",
    [
        (SVG, "image/svg+xml"),
        (SVG, "image/png"),
        (b"\0\0\0 ftypheic", "image/heic"),
        (b"", "image/png"),
    ],
)
def test_what_is_not_a_picture_is_refused_in_a_sentence(content, kind, tmp_path):
    for source in (f"![x]({data_uri(content, kind)})", f"<img src='{data_uri(content, kind)}'>"):
        cell, problems = written(source, tmp_path)
        assert "attachments" not in cell
        assert "image refusée" in cell.source
        assert len(problems) == 1 and kind[6:].upper() in problems[0]
        assert "script>" not in page(cell)


def test_an_svg_written_as_text_is_refused(tmp_path):
    cell, problems = written("<img src='data:image/svg+xml;utf8,<svg onload=alert(1)>'>", tmp_path)
    assert "attachments" not in cell
    assert len(problems) == 1
    assert "<svg" not in page(cell)


def test_no_file_from_elsewhere_is_shown(tmp_path):
    folder = tmp_path / "moi"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "lien.png").symlink_to(tmp_path / "secret.png")
    (folder / "notes.txt").write_bytes(PNG)
    for name in (
        "../secret.png",
        str(tmp_path / "secret.png"),
        "lien.png",
        "notes.txt",
        "%2e%2e/secret.png",
    ):
        cell, _ = written(f"![x]({name}) <img src='{name}'>", folder)
        assert "attachments" not in cell
        assert encoded(PNG) not in page(cell)


@pytest.mark.parametrize("name", ["IMG_2041.jpg", "a](javascript:alert(1))<script>.png", "é (1)"])
def test_an_attachment_that_the_text_does_not_name_is_shown_below(name, tmp_path):
    cell, problems = written(
        "Ma photo :", tmp_path, attachments={name: {"image/png": encoded(PNG)}}
    )
    assert problems == []
    assert cell.source.startswith("Ma photo :\n\nImage jointe à la cellule")
    body = page(cell)
    assert body.count(data_uri(PNG)) == 1
    assert "script" not in Attributes(body).names and "javascript:" not in cell.source


def test_each_attachment_of_a_cell_is_shown_once(tmp_path):
    both = {"f.png": {"image/png": encoded(PNG)}, "g.gif": {"image/gif": encoded(b"GIF89a")}}
    cell, _ = written("![f](attachment:f.png)", tmp_path, attachments=both)
    body = page(cell)
    assert [body.count(one) for one in (data_uri(PNG), data_uri(b"GIF89a", "image/gif"))] == [1, 1]


@pytest.mark.parametrize("source", ["Voyez [ici](attachment:devoir.pdf).", "Voyez le PDF."])
def test_an_attachment_that_is_no_picture_is_told(source, tmp_path):
    pdf = {"devoir.pdf": {"application/pdf": encoded(b"%PDF-1.4")}}
    cell, (problem,) = written(source, tmp_path, attachments=pdf)
    assert "attachments" not in cell and "format annoncé : PDF" in problem


@pytest.mark.parametrize(
    "source",
    [
        "![ma feuille](IMG_1.jpg)",
        "![](/content/IMG_1.jpg)",
        "![](C:\\Users\\moi\\IMG_1.jpg)",
        "<img width=300 src='file:///home/moi/IMG_1.jpg'>",
        "![x](attachment:IMG_1.jpg)",
        "![x](<photos/la mienne (2)/IMG_1.jpg>)",
    ],
)
def test_a_picture_that_was_not_handed_in_is_told(source, tmp_path):
    cell, (problem,) = written(f"Voici :\n\n{source}", tmp_path)
    assert "IMG_1.jpg »" in problem and "n'est pas dans la remise" in problem
    assert "attachments" not in cell


@pytest.mark.parametrize(
    "source",
    [
        "![x](https://exemple.org/x.png) <img src='https://exemple.org/y.png'>",
        "$$\\nabla ![x]$$, a[i](b), puis ![ et (c)",
        "[le plan](plan.pdf) et ![le plan](plan.pdf)",
        "Une phrase. " * 3000,
    ],
)
def test_nothing_is_told_where_nothing_lacks(source, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4")
    assert written(source, tmp_path)[1] == []


def test_why_a_picture_is_not_shown_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PICTURE", 100)
    monkeypatch.setattr(pictures, "MAX_BESIDE", 1)
    monkeypatch.setattr(pictures, "MAX_ATTACHMENTS", 1)
    for name, content in (("a.png", PNG), ("b.png", PNG), ("c.png", PNG * 9), ("d.TIFF", b"II*")):
        (tmp_path / name).write_bytes(content)
    two = {name: {"image/png": encoded(PNG)} for name in ("e", "f")}
    for source, why, attachments in (
        (f"![x]({data_uri(PNG * 9)})", pictures.TOO_LARGE, {}),
        ("![x](c.png)", pictures.TOO_LARGE, {}),
        ("![x](a.png) ![x](b.png)", pictures.TOO_MANY, {}),
        ("![x](d.TIFF)", "format annoncé : TIFF", {}),
        ("![x](attachment:e)", pictures.TOO_MANY_ATTACHED, two),
    ):
        _, (problem,) = written(source, tmp_path, attachments=attachments)
        assert f"({why})" in problem


def test_a_picture_pasted_in_a_text_of_the_teachers_is_shown_after_it(tmp_path):
    data = right("q_lineaire")
    theirs = next(c for c in data["cells"] if c["cell_type"] == "markdown" and not grade_id(c))
    theirs["source"] += "\n\n![](attachment:image.png)"
    theirs["attachments"] = {"image.png": {"image/png": encoded(PNG)}}
    other = {"image.png": {"image/png": encoded(b"\x89PNG\r\n\x1a\n" + bytes(9))}}
    cell_of(data, "question_1").update(source="![](attachment:image.png)", attachments=other)
    path = tmp_path / "q_lineaire.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    restored = restore(read(path), blank("q_lineaire"))
    assert restored.problems == []
    shown = [cell.attachments for cell in restored.notebook.cells if "attachments" in cell]
    assert [one["image-1"]["image/png"] for one in shown] == [
        encoded(PNG),
        other["image.png"]["image/png"],
    ]


def test_a_large_picture_costs_neither_its_cell_nor_the_code(tmp_path):
    large = PNG + bytes(2 * 2**20)
    cell, problems = written(f"Voici : ![x]({data_uri(large)})", tmp_path)
    assert problems == []
    assert len(cell.source) < 100
    assert data_uri(large) in page(cell)


def test_a_picture_cannot_be_borrowed_from_a_name_of_ours(tmp_path):
    cell, _ = written(f"![x](attachment:image-1)\n\n![y]({data_uri(PNG)})", tmp_path)
    assert "image absente" in cell.source
    assert page(cell).count(data_uri(PNG)) == 1


@pytest.mark.parametrize(
    "source",
    [
        f"![x]({data_uri(PNG)} onerror=alert(1))",
        f"<img src='{data_uri(PNG)}' onerror='alert(1)'>",
        f'![" onerror="alert(1)]({data_uri(PNG)})',
        f'<img alt="<script>alert(1)</script>" src="{data_uri(PNG)}">',
        f'![x]({data_uri(PNG)}"><script>alert(1)</script>)',
    ],
)
def test_nothing_runs_beside_a_picture(source, tmp_path):
    cell, _ = written(source, tmp_path)
    body = page(cell)
    assert not {"script", "onerror"} & set(Attributes(body).names)
    assert data_uri(PNG) in body


def test_a_picture_in_a_cell_that_was_added_is_seen(tmp_path):
    data = right("q_lineaire")
    data["cells"].append(text(f"![x]({data_uri(PNG)})"))
    path = tmp_path / "q_lineaire.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    restored = restore(read(path), blank("q_lineaire"))
    assert restored.problems == []
    assert restored.notebook.cells[-1].attachments == {"image-1": {"image/png": encoded(PNG)}}


def test_the_feedback_shows_the_picture(tmp_path):
    cell, _ = written(f"![x]({data_uri(PNG)})", tmp_path)
    cell = copy.deepcopy(cell)
    cell.metadata.nbgrader.score = 0
    names = {"notebook": "x", "score": 0, "max_score": 4, "late_penalty": 0}
    shown, _ = FeedbackExporter().from_notebook_node(
        new_notebook(cells=[cell]), {"nbgrader": names}
    )
    assert f'src="{data_uri(PNG)}"' in shown


@pytest.mark.parametrize("assignment", ASSIGNMENTS.values(), ids=lambda one: one.name)
def test_the_figures_of_the_course_are_never_remarked(assignment):
    folder = ROOT / "source" / assignment.name  # where they stand beside the teacher's notebook
    path = folder / f"{assignment.name}.ipynb"
    teacher = teacher_notebook(release_folder(assignment), assignment)
    submission = open_submission(path, assignment, release_folder(assignment))
    assert submission.problems == []
    texts, theirs = (
        [cell.source for cell in cells if cell.cell_type == "markdown" and not is_answer(cell)]
        for cells in (submission.notebook.cells, teacher.cells)
    )
    assert texts == theirs  # and nothing of them passes for a student's addition


def test_the_name_of_a_figure_of_the_course_opens_nothing_in_an_answer(tmp_path):
    assignment = ASSIGNMENTS["dqn"]
    teacher = teacher_notebook(release_folder(assignment), assignment)
    figure = next(name for cell in teacher.cells for name in named(cell.source))
    (tmp_path / figure).parent.mkdir(parents=True)
    (tmp_path / figure).write_bytes(SVG)
    cell = new_markdown_cell(f"Voyez ![le schéma]({figure}).")
    nbformat.write(new_notebook(cells=[*teacher.cells, cell]), tmp_path / "dqn.ipynb")
    restored = open_submission(tmp_path / "dqn.ipynb", assignment, release_folder(assignment))
    assert restored.problems == []
    mine = restored.notebook.cells[-1]
    assert mine.source.startswith("Voyez") and "](" not in mine.source
