"""What is already graded is known by its content, and by what the gradebook holds."""

import os
import shutil
import time

import pytest

from autograder.classroom import course
from autograder.classroom.grading import fingerprint, gradebook
from autograder.classroom.pages import book
from autograder.paths import EXERCISES

pytestmark = pytest.mark.slow

RIGHT = {"phi": "def phi(state, action):\n    return 'juste'"}
WRONG = {"phi": "def phi(state, action):\n    return 'faux'"}


def everywhere(term, student):
    """The same total as the table, the gradebook, the export and the page give it."""
    (row,) = book.read(term.folder, term.name, [student]).rows
    with term.book() as held:
        submission = held.find_submission(term.name, student)
        exported = max(0.0, submission.score - submission.late_submission_penalty)
    folder = gradebook.write_feedback(term.folder, term.name, student)
    page = (folder / f"{term.name}.html").read_text(encoding="utf-8")
    shown = f"{row.total:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    assert f"<dt>Total</dt><dd>{shown} / 24</dd>" in page
    assert row.total == exported
    return row.total


def test_the_same_submission_is_graded_once(term, judged):
    term.hand_in("ada", RIGHT)
    assert term.grade("ada").score == term.grade("ada").score == 2.0
    assert len(judged) == 1
    term.grade("ada", force=True)
    assert len(judged) == 2


def test_a_file_saved_two_hours_before_a_first_grading_and_handed_in_after_it(term):
    term.hand_in("ada", WRONG, when="2027-02-15 10:00:00 UTC")
    term.grade("ada")
    assert everywhere(term, "ada") == 0.0
    path = term.hand_in("ada", RIGHT, when="2027-02-15 12:00:00 UTC")
    os.utime(path, (time.time() - 7200,) * 2)
    assert term.grade("ada").score == 2.0
    assert everywhere(term, "ada") == 2.0


def change_a_hidden_test(folder, patch):
    copy = folder / "tests"
    shutil.copytree(fingerprint.EXERCISES, copy / "exercises")
    with (copy / "exercises" / "phi" / "test_hidden.py").open("a") as file:
        file.write("\n# corrigé\n")
    for room in (*fingerprint.ROOMS, *fingerprint.MODULES):
        (copy / room).symlink_to(fingerprint.EXERCISES.parent / room)
    patch.setattr(fingerprint, "EXERCISES", copy / "exercises")


def change_a_stand_in(folder, patch):
    change_a_hidden_test(folder, patch)
    exercises = folder / "tests" / "exercises"
    shutil.copy(EXERCISES / "phi" / "test_hidden.py", exercises / "phi")
    (exercises / "dqn_loss" / "stand_in.py").write_text("# corrigé")


def change_a_solution(folder, patch):
    shutil.copytree(fingerprint.SOLUTIONS, folder / "solutions")
    (folder / "solutions" / "phi.py").write_text("phi = None")
    patch.setattr(fingerprint, "SOLUTIONS", folder / "solutions")


def change_a_version(folder, patch):
    patch.setattr(fingerprint, "_versions", fingerprint._versions.__wrapped__)  # asked once
    patch.setattr(fingerprint.importlib.metadata, "version", lambda name: "0.0")


def change_the_release(folder, patch):
    path = folder / "cours" / "notebooks" / "q_lineaire" / "outils.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# corrigé\n", encoding="utf-8")


def change_a_picture(folder, patch):
    place = folder / "cours" / "submitted" / "ada" / "q_lineaire"
    (place / "photo.png").write_bytes(b"png")


def lose_the_gradebook(folder, patch):
    (folder / "cours" / "gradebook.db").unlink()


def remove_the_student(folder, patch):
    directory = course.directories(folder / "cours")
    with gradebook.Gradebook(directory.db_url, directory.course_id) as book:
        book.remove_student("ada")
        book.add_student("ada")


def spoil_the_result(folder, patch):
    path = folder / "cours" / "autograded" / "ada" / "q_lineaire" / "resultats.json"
    path.chmod(0o600)
    path.write_text("{")


def alter_a_mark(folder, patch):
    directory = course.directories(folder / "cours")
    with gradebook.Gradebook(directory.db_url, directory.course_id) as book:
        book.find_grade("test_phi", "q_lineaire", "q_lineaire", "ada").auto_score = 0.0
        book.db.commit()


def kill_the_grader(folder, patch):
    graded = folder / "cours" / "autograded" / "ada" / "q_lineaire"
    (graded / "empreinte.txt").rename(graded / "empreinte-en-cours.txt")


@pytest.mark.parametrize(
    "change",
    [
        change_a_hidden_test,
        change_a_stand_in,
        change_a_solution,
        change_a_version,
        change_the_release,
        change_a_picture,
        lose_the_gradebook,
        remove_the_student,
        spoil_the_result,
        alter_a_mark,
        kill_the_grader,
    ],
)
def test_what_changes_a_mark_has_it_graded_again(change, term, judged, tmp_path, monkeypatch):
    term.hand_in("ada", RIGHT)
    term.grade("ada")
    change(tmp_path, monkeypatch)
    assert term.grade("ada").score == 2.0
    assert len(judged) == 2
    assert everywhere(term, "ada") == 2.0
    term.grade("ada")
    assert len(judged) == 2


def test_a_file_of_the_grader_that_changes_in_place_is_read_again(tmp_path, monkeypatch):
    change_a_hidden_test(tmp_path, monkeypatch)
    (path,) = (tmp_path / "tests" / "exercises" / "phi").glob("test_hidden.py")
    found = []
    for text in ("# un", "# de", "# un"):
        path.write_text(text)
        found += [fingerprint.grader("q_lineaire"), fingerprint.grader("q_lineaire")]
    assert found[0] == found[1] != found[2] == found[3] != found[4] == found[0]


def test_what_changes_no_mark_has_nothing_graded_again(term, judged, tmp_path, monkeypatch):
    term.hand_in("ada", RIGHT)
    term.grade("ada")
    copy = tmp_path / "copie" / "autograder"
    shutil.copytree(EXERCISES.parent, copy)
    for path in (
        "exercises/dqn_loss/test_hidden.py",
        "exercises/phi/bank/right/autre.py",
        "cli.py",
    ):
        (copy / path).write_text("# corrigé")
    monkeypatch.setattr(fingerprint, "EXERCISES", copy / "exercises")
    os.utime(term.folder / "submitted" / "ada" / term.name / f"{term.name}.ipynb")
    term.grade("ada")
    assert len(judged) == 1
