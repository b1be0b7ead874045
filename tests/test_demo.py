"""The class of the sample course: what its file says exists, and looks like a student's work."""

import contextlib
import zipfile

import nbformat
import pytest

from autograder import demo
from autograder.catalogue import ASSIGNMENTS, HOME_OF
from autograder.classroom.collecting import collect
from autograder.classroom.grading import cluster, gradebook
from autograder.classroom.grading.ordering import STOPPED
from autograder.cli import classroom
from autograder.errors import Interruption
from autograder.proof.bank import variant
from autograder.report.collected import Report
from autograder.submission.cells import is_answer, name_of
from autograder.submission.release import release_folder, teacher_notebook

STUDENTS = demo.read_class().students
CHOICES = sorted(
    {
        (name, choice)
        for student in STUDENTS.values()
        for name, choice in [*student.answers.items(), *student.again.items()]
    }
)


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_every_answer_is_to_something_and_exists(name, choice):
    cells = {
        name_of(cell)
        for one in ASSIGNMENTS.values()
        for cell in teacher_notebook(release_folder(one), one).cells
        if is_answer(cell)
    }
    assert name in cells
    if name in HOME_OF and choice not in (demo.BLANK, demo.ENDLESS):
        assert variant(f"{name}/{choice}")


def test_nothing_handed_in_says_what_is_wrong_with_it(tmp_path):
    (tmp_path / "remises").mkdir()
    (tmp_path / "notebooks").symlink_to(release_folder(ASSIGNMENTS["q_lineaire"]).parent)
    first, second = demo._zips(tmp_path, ASSIGNMENTS["q_lineaire"], STUDENTS)
    with zipfile.ZipFile(first) as early, zipfile.ZipFile(second) as late:
        assert early.namelist() == late.namelist() and len(early.namelist()) == len(STUDENTS)
        texts = {name: early.read(name).decode() for name in early.namelist()}
        changed = [name for name in texts if late.read(name).decode() != texts[name]]
    assert [name.split("_")[0] for name in changed] == ["Hugo Lavoie"]
    assert not [name for name, text in texts.items() if "Faux :" in text or "# diagnostic" in text]
    stopped = [name.split("_")[0] for name, text in texts.items() if STOPPED.decode() in text]
    assert stopped == ["Karim Diallo"], "which is graded first, beside the others"
    unreadable = [name.split("_")[0] for name, text in texts.items() if text[0] != "{"]
    assert unreadable == ["Léa Nguyen"]
    written = nbformat.reads(texts[changed[0]], as_version=4)
    (answer,) = [cell for cell in written.cells if name_of(cell) == "update_theta"]
    assert "def update_theta" in answer.source and "NotImplementedError" not in answer.source


@pytest.fixture
def handed_in(monkeypatch):
    """A demonstration that has copies of one student, and judges none."""
    monkeypatch.setattr(
        demo, "make_course", lambda folder: {name: [folder] for name in ASSIGNMENTS}
    )
    monkeypatch.setattr(collect, "collect", lambda *arguments: Report([], [], [], True))
    monkeypatch.setattr(gradebook, "students", lambda *arguments: ["ada"])


def test_an_interrupted_demonstration_says_how_to_go_on(monkeypatch, tmp_path, handed_in):
    def stop(*arguments, **options):
        raise Interruption("Arrêté.")

    monkeypatch.setattr(classroom, "grade_with_progress", stop)
    with pytest.raises(Interruption, match=f"autograder grade q_lineaire --course {tmp_path}"):
        classroom.demo(tmp_path, 1)


def test_a_cluster_started_here_judges_the_demonstration(monkeypatch, tmp_path, handed_in):
    used = []

    def stop(*arguments, workers, **options):
        used.append(workers)
        raise Interruption("Arrêté.")

    @contextlib.contextmanager
    def started(workers):
        yield f"tcp://ici/{workers}"

    monkeypatch.setattr(cluster, "local_cluster", started)
    monkeypatch.setattr(cluster, "Cluster", lambda *given: contextlib.nullcontext(given))
    monkeypatch.setattr(classroom, "grade_with_progress", stop)
    with pytest.raises(Interruption):
        classroom.demo(tmp_path, 2, on_cluster=True)
    assert used == [("tcp://ici/2", "q_lineaire")]
