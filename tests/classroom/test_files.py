"""What lies beside the notebook, and the names of the folders above it."""

import json
import os

import pytest
from typer.testing import CliRunner

from autograder.classroom import identifiers
from autograder.classroom.course import CourseError
from autograder.classroom.grading import files, gradebook
from autograder.cli import app

NAME = "q_lineaire"
RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text("{}")
    return folder


def kept(place):
    paths = (path for path in place.rglob("*") if not path.is_dir() or path.is_symlink())
    return {str(p.relative_to(place)) for p in paths if files.ASIDE not in p.parts}


def test_harmless_files_stay_and_nothing_is_lost(place, tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    (place / "photo.PNG").write_bytes(b"png")
    (place / "sous").mkdir()
    (place / "sous" / "scan.pdf").write_bytes(b"pdf")
    (place / "autre.ipynb").write_text("{}")
    expected = {f"{NAME}.ipynb", "photo.PNG", "sous/scan.pdf", "autre.ipynb"}
    (place / "index.html").write_text("<script>")
    (place / "image.svg").write_text("<svg/>")
    (place / "resultats.json").write_text("{}")
    (place / "lien.txt").symlink_to(outside)
    (place / "sous" / "dossier").symlink_to(tmp_path)
    (place / "jumeau.txt").hardlink_to(outside)
    os.mkfifo(place / "tube.txt")
    with (place / "creux.txt").open("wb") as file:
        file.truncate(2**40)
    (place / f"{NAME}.html").mkdir()
    (place / f"{NAME}.html" / "photo.png").write_bytes(b"png")
    files.set_aside(place, NAME)
    assert kept(place) == expected
    assert outside.read_text() == "secret"
    moved = {path.name for path in (place / files.ASIDE).glob("*/*")}
    assert len(moved) == 9
    assert list((place / files.ASIDE).rglob("photo.png"))
    first = files.remarks(place, NAME)
    files.set_aside(place, NAME)
    assert files.remarks(place, NAME) == first
    moved, other = first
    assert "« creux.txt »" in moved
    assert "4 de plus" in moved
    assert other.startswith("Seul « q_lineaire.ipynb » est corrigé")
    assert "« autre.ipynb »" in other


def test_texts_beside_the_notebook_are_kept_without_a_word(place):
    for name in ("LISEZMOI.md", "réponse.docx", "brouillon.odt", "notes.txt"):
        (place / name).write_bytes(b"texte")
    (place / ".ipynb_checkpoints").mkdir()
    (place / ".ipynb_checkpoints" / f"{NAME}-checkpoint.ipynb").write_text("{}")
    before = kept(place)
    files.set_aside(place, NAME)
    assert kept(place) == before
    assert files.remarks(place, NAME) == []


def test_too_many_files_or_bytes(place, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 2)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    for name in ("a.txt", "b.txt", "c.txt"):
        (place / name).write_bytes(b"123")
    files.set_aside(place, NAME)
    assert kept(place) == {f"{NAME}.ipynb", "a.txt", "b.txt"}
    (place / "b.txt").write_bytes(b"12345678")
    files.set_aside(place, NAME)
    assert kept(place) == {f"{NAME}.ipynb", "a.txt"}


def test_a_student_cannot_own_the_folder_of_what_was_moved(place, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (place / files.ASIDE).symlink_to(tmp_path / "ailleurs")
    (place / "index.html").write_text("x")
    files.set_aside(place, NAME)
    assert list((tmp_path / "ailleurs").iterdir()) == []
    assert kept(place) == {f"{NAME}.ipynb"}


@pytest.mark.parametrize(
    "text",
    ["", "hier", "2027-02-15 10:00:00 +9999999999", "0001-01-01", "9" * 300, "\0", "99999999999"],
)
def test_a_time_that_cannot_be_read_is_ignored_with_a_remark(place, text):
    (place / "timestamp.txt").write_text(text)
    files.set_aside(place, NAME)
    assert not (place / "timestamp.txt").exists()
    (sentence,) = files.remarks(place, NAME)
    assert "timestamp.txt" in sentence


def test_times_of_nbgrader_are_kept(place):
    for text in ("2027-02-15 10:00:00.123456 EST", "2027-02-15 10:00:00 UTC\n"):
        (place / "timestamp.txt").write_text(text)
        files.set_aside(place, NAME)
        assert (place / "timestamp.txt").exists()


def test_another_students_notebook_is_not_taken_for_ones_own(place):
    other = place.parents[1] / "zoe" / NAME
    other.mkdir(parents=True)
    (other / f"{NAME}.ipynb").hardlink_to(place / f"{NAME}.ipynb")
    files.set_aside(other, NAME)
    assert (other / f"{NAME}.ipynb").read_text().startswith("Un lien")
    assert (place / f"{NAME}.ipynb").read_text() == "{}"


def test_a_teachers_backup_by_hard_links_changes_nothing(place, tmp_path):
    (tmp_path / "sauvegarde.ipynb").hardlink_to(place / f"{NAME}.ipynb")
    files.set_aside(place, NAME)
    assert (place / f"{NAME}.ipynb").read_text() == "{}"


@pytest.mark.slow
@pytest.mark.parametrize("level", [0, 1])
def test_a_link_to_a_neighbours_submission_gives_nothing(term, level):
    theirs = term.hand_in("zoe", RIGHT).parent
    mine = term.folder / "submitted" / "ada" / NAME
    link = (mine, mine.parent)[level]
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to((theirs, theirs.parent)[level])
    with pytest.raises(CourseError, match="est un lien"):
        term.grade("ada")
    assert not (term.folder / "autograded" / "ada").exists()
    assert term.grade("zoe").score == 2.0


@pytest.mark.slow
def test_what_students_leave_beside_their_notebooks_is_graded_with_them_and_given_back(term):
    place = term.hand_in("ada", RIGHT).parent
    for name in ("LISEZMOI.md", "photo.png", os.fsdecode(b"caf\xe9.txt"), "deux\nlignes.txt"):
        (place / name).write_bytes(b"texte")
    (place / f"{NAME}.md").write_text("le texte de l'enseignant, non repris")
    (place / f"{NAME}.html").mkdir()
    assert term.grade("ada").score == 2.0
    gradebook.write_feedback(term.folder, NAME, "ada")
    for step in ("autograded", "feedback"):
        given = {path.name for path in (term.folder / step / "ada" / NAME).iterdir()}
        assert {"LISEZMOI.md", "photo.png", os.fsdecode(b"caf\xe9.txt")} <= given
        assert f"{NAME}.md" not in given
    assert (term.folder / "feedback" / "ada" / NAME / f"{NAME}.html").is_file()


@pytest.mark.slow
def test_plain_nbgrader_stops_at_a_link_too(term):
    from autograder.classroom.course import api

    theirs = term.hand_in("zoe", RIGHT).parent
    (term.folder / "submitted" / "ada").symlink_to(theirs.parent)
    assert not api(term.folder).autograde(NAME, "ada", force=True)["success"]
    assert not (term.folder / "autograded" / "ada" / NAME / f"{NAME}.ipynb").exists()


@pytest.mark.slow
def test_an_invalid_time_is_said_to_who_reads_the_report(term):
    term.hand_in("ada", RIGHT, when="avant-hier")
    result = term.grade("ada")
    assert result.score == 2.0
    assert "timestamp.txt" in result.problems[0]
    assert term.grade("ada").problems == result.problems


# --- the names of the folders -------------------------------------------------------------------

STRANGE = ["[bold]ada", "a*", "?da", ".cache", "ada\x1b[2J", os.fsdecode(b"ada\xff"), "a\u202eda"]


@pytest.mark.parametrize("student", STRANGE)
def test_a_strange_identifier_gets_a_sentence(student):
    sentence = identifiers.objection(student)
    assert "renommez ce dossier" in sentence
    sentence.encode("utf-8")
    assert all(character.isprintable() or character == "\xa0" for character in sentence)


@pytest.mark.parametrize("student", ["ada", "Éloïse Gagné", "o'brien-2", "王", "a_b.c", "x@y.ca"])
def test_ordinary_identifiers_are_accepted(student):
    assert identifiers.objection(student) is None


@pytest.mark.slow
def test_json_and_table_whatever_the_identifiers(term, tmp_path):
    for student in STRANGE:
        (term.folder / "submitted" / student / NAME).mkdir(parents=True)
    out = tmp_path / "notes.json"
    options = ["--course", str(term.folder), "--json", str(out), "--jobs", "1"]
    done = CliRunner().invoke(app, ["grade", NAME, *options])
    assert done.exit_code == 1
    results = json.loads(out.read_text(encoding="utf-8"))
    assert len(results) == len(STRANGE)
    assert all("renommez ce dossier" in result["problems"][0] for result in results)
    assert "[bold]ada" in done.output
    assert "\x1b[2J" not in done.output


@pytest.mark.slow
def test_feedback_goes_on_after_a_failure_and_says_so_at_the_end(term):
    for student in ("ada", "bob", "zoe"):
        term.hand_in(student, RIGHT)
        term.grade(student)
    graded = term.folder / "autograded" / "bob" / NAME
    (graded / f"{NAME}.html").mkdir()
    (graded / f"{NAME}.html" / "photo.png").write_bytes(b"png")
    done = CliRunner().invoke(app, ["feedback", NAME, "--course", str(term.folder)])
    assert done.exit_code == 1
    assert "Rétroaction impossible pour bob" in done.output
    for student in ("ada", "zoe"):
        assert (term.folder / "feedback" / student / NAME / f"{NAME}.html").is_file()
        assert (term.folder / "feedback" / student / NAME / "timestamp.txt").is_file()
        assert (term.folder / "feedback" / student / NAME / "submission_secret.txt").read_text()
    with pytest.raises(CourseError, match="renommez"):
        gradebook.write_feedback(term.folder, NAME, "a*")
