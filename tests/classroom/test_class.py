"""A whole class: hostile submissions beside honest ones, a grader that is stopped, many at once."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import CONFIG
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.lanes import Lanes
from autograder.judging import grading
from autograder.judging.grading import grade
from autograder.limits import Limits
from autograder.paths import ROOT
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

pytestmark = pytest.mark.slow

NAME = "q_lineaire"
GIL_HOG = "def phi(state, action):\n    return 10 ** 10 ** 9"
FORK_BOMB = (
    "def get_targets(*args):\n    import os\n    while True:\n"
    "        try:\n            os.fork()\n        except OSError:\n            pass"
)
SPINNERS = (
    "def get_targets(*args):\n    import os\n    for _ in range(40):\n"
    "        if os.fork() == 0:\n            os.setsid()\n            while True:\n"
    "                pass\n    return 0"
)
DISK_FILLER = (
    "def phi(state, action):\n    with open('plein', 'ab') as file:\n        while True:\n"
    "            file.write(bytes(2**20))"
)
HOSTILE = {
    "boucle": ("linear_fa", "def linear_fa(*args):\n    while True:\n        pass"),
    "gil": ("phi", GIL_HOG),
    "arret": ("get_targets", "def get_targets(*args):\n    import os\n    os._exit(0)"),
    "memoire": ("phi", "def phi(state, action):\n    return [bytearray(2**28) for _ in range(99)]"),
    "bavard": ("get_targets", "def get_targets(*args):\n    while True:\n        print('x' * 999)"),
    "fourche": ("get_targets", FORK_BOMB),
    "y_essaim": ("get_targets", SPINNERS),
    "z_disque": ("phi", DISK_FILLER),
}
HONEST = [f"honnete_{i:02d}" for i in range(21)]
# Five that stop at nothing: those of a smaller class, where they come first or last.
WORST = ("gil", "memoire", "fourche", "y_essaim", "arret")
MAX_MEMORY = 500 * 2**20
GRADERS = 5
# A hang is cut short the same way after three seconds as after ten, and there are seven of them.
SHORT = Limits(grace=1.0, cell=3.0, answer=1.0, notebook=12.0, call=3.0, exercise=6.0, hidden=120.0)
# A copy is judged within this, twice at most; what the grader computes on these answers is nothing.
MOST_SECONDS = SHORT.start + SHORT.notebook + SHORT.hidden
CHEAP = {"batch_linear_q": ""}  # left out by all: what is tested here is the class, not the loop


@pytest.fixture
def classroom(tmp_path):
    """Make a course with these submissions: name → answers, or raw bytes of a file."""

    def make(submissions):
        folder = tmp_path / "cours"
        shutil.copytree(ROOT / "source", folder / "source")
        shutil.copy(ROOT / CONFIG, folder)
        gradebook.generate_assignment(folder, NAME)
        blank = teacher_notebook(folder / "notebooks" / NAME, ASSIGNMENTS[NAME])
        for student, answers in submissions.items():
            path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            if isinstance(answers, bytes):
                path.write_bytes(answers)
            else:
                nbformat.write(fill(blank, answers), path)
        return folder

    return make


def honest():
    return references(ASSIGNMENTS[NAME]) | CHEAP


def marks(folder):
    """The gradebook: student → {cell: mark}; fails if a cell was marked twice."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        table = {}
        for submission in gradebook.assignment_submissions(NAME):
            (notebook,) = submission.notebooks
            grades = [(grade.cell.name, grade.auto_score) for grade in notebook.grades]
            assert len(dict(grades)) == len(grades)
            assert submission.student_id not in table
            table[submission.student_id] = dict(grades)
        return table


class Hurried(Lanes):
    """Lanes whose copies have little time."""

    def each(self, task, items):
        return super().each(functools.partial(hurried, task), items)

    def alone(self, task, item):
        return super().alone(functools.partial(hurried, task), item)


def hurried(task, order):
    """Judge a copy, in a worker, within SHORT."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grading, "grade", functools.partial(grade, limits=SHORT))
        return task(order)


class Watch(threading.Thread):
    """Notes the largest memory of the grader's own processes while the class is graded."""

    def __init__(self):
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.peak = 0

    def run(self):
        main = psutil.Process()
        while not self.done.wait(0.2):
            for process in main.children():
                try:
                    if "ipykernel_launcher" not in " ".join(process.cmdline()):
                        self.peak = max(self.peak, peak_of(process.pid))
                except (psutil.Error, OSError, ValueError):
                    continue


def peak_of(pid):
    """The most memory that a process has had, in bytes; ValueError when it is gone."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [one for one in status if one.startswith("VmHWM:")]
    return int(line.split()[1]) * 2**10


@pytest.mark.long
def test_a_class_of_thirty_with_hostile_submissions(classroom):
    submissions = {name: honest() for name in HONEST}
    submissions |= {name: honest() | {e: code} for name, (e, code) in HOSTILE.items()}
    submissions["vide"] = b""
    folder = classroom(submissions)
    watch = Watch()
    watch.start()
    begun = time.monotonic()
    results = {
        r.student: r
        for r in gradebook.grade_class(folder, NAME, submissions, workers=Hurried(2), force=False)
    }
    took = time.monotonic() - begun
    watch.done.set()

    assert results.keys() == submissions.keys()
    assert len(results) == 30
    alone = {e.id: e.score for e in results[HONEST[0]].exercises}
    assert alone == {e.id: e.max_score for e in results[HONEST[0]].exercises} | {
        "batch_linear_q": 0
    }
    for name in HONEST:
        assert {e.id: e.score for e in results[name].exercises} == alone
    for name, (attacked, _) in HOSTILE.items():
        scores = {e.id: e.score for e in results[name].exercises}
        assert scores.pop(attacked) == 0, name
        assert scores == {e: mark for e, mark in alone.items() if e != attacked}, name
    assert results["vide"].score == 0
    assert "vide" in results["vide"].problems[0]
    assert 0 < watch.peak < MAX_MEMORY
    assert took < MOST_SECONDS * len(submissions)


@pytest.mark.long
@pytest.mark.parametrize(("place", "jobs"), [("a", 1), ("z", 2)], ids=["first", "last, two jobs"])
def test_the_others_have_the_marks_that_they_have_alone_wherever_the_worst_stand(
    classroom, place, jobs
):
    honest_names = [f"honnete_{i}" for i in range(7)]
    worst = {f"{place}_{name}": HOSTILE[name] for name in WORST}
    submissions = {name: honest() for name in honest_names}
    submissions |= {name: honest() | {e: code} for name, (e, code) in worst.items()}
    folder = classroom(submissions)
    watch = Watch()
    watch.start()
    begun = time.monotonic()
    names = sorted(submissions)
    graded = gradebook.grade_class(folder, NAME, names, workers=Hurried(jobs), force=False)
    results = {result.student: result for result in graded}
    took = time.monotonic() - begun
    watch.done.set()

    best = {e.id: e.max_score for e in results[honest_names[0]].exercises} | {"batch_linear_q": 0}
    for name in honest_names:
        assert {e.id: e.score for e in results[name].exercises} == best, name
    for name, (attacked, _) in worst.items():
        assert {e.id: e.score for e in results[name].exercises} == best | {attacked: 0}, name
    assert 0 < watch.peak < MAX_MEMORY
    assert took < 2 * MOST_SECONDS * len(names)


@pytest.fixture
def temporary():
    """The temporary folder of graders that are not this one: what they leave is theirs."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


def test_a_ctrl_c_ends_the_grader_and_all_that_it_started(classroom, temporary):
    """The copies in hand would take far longer than what is waited for here."""
    endless = {"get_targets": "def get_targets(*args):\n    while True:\n        pass"}
    folder = classroom({name: honest() | endless for name in ("ada", "blaise", "chloe")})
    command = [sys.executable, "-m", "autograder", "grade", NAME, "--course", folder, "--jobs", "2"]
    grader = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    while len(list(temporary.glob("autograder-*/travail"))) < 2:  # copies in hand
        assert grader.poll() is None
        time.sleep(0.05)
    begun = time.monotonic()
    grader.send_signal(signal.SIGINT)
    _, said = grader.communicate()
    took = time.monotonic() - begun
    assert "copies corrigées\u00a0: 0 sur 3" in said
    assert took < 3 * max(1.0, os.getloadavg()[0])  # on an idle machine
    assert list(temporary.glob("autograder-*")) == []
    assert left_running(temporary) == []


def left_running(folder, seconds=15):
    """The processes that still name this folder, once they have had some time to end."""
    deadline = time.monotonic() + seconds
    while (found := naming(folder)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def naming(folder):
    """The processes, the jails' own among them, that were started with a path in this folder."""
    processes = psutil.process_iter(["cmdline"])
    return [p for p in processes if str(folder) in " ".join(p.info["cmdline"] or ())]


@pytest.mark.long
def test_graders_at_once_lose_no_mark(classroom):
    names = [f"etudiant_{i:02d}" for i in range(GRADERS)]
    folder = classroom({name: honest() for name in names})
    submitted = folder / "submitted" / names[0] / NAME / f"{NAME}.ipynb"
    grade = [sys.executable, "-m", "autograder", "grade", NAME, "--course", folder, "--jobs", "1"]
    check = [sys.executable, "-m", "autograder", "check", submitted]
    twice = [*names, names[0]]  # two of them have the same copy
    commands = [[*grade, "--student", name] for name in twice] + [check]
    running = [
        subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for c in commands
    ]
    for process in running:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    table = marks(folder)
    assert table.keys() == set(names)
    assert all(row == table[names[0]] for row in table.values())
    assert table[names[0]]["test_update_theta"] == 4.0
