"""How fast a class is graded, and how many of its mistakes are found: this grader and others.

    python benchmarks/class_speed.py [--assignment q_lineaire] [--right 3] [--wrong 1] [--training]

The same copies are handed in to all: some are right, each of the others has one wrong answer, from
the exercises' banks. Where the others take minutes a copy, --sample gives them only some of the
right ones: what they start once for a class is nothing beside that. Stock nbgrader has the same
notebook with hidden tests of its usual form, in the graded cells (`STOCK_TESTS`); otter-grader has
the same tests in files of its own form. The processor's seconds are those of all the processes
started, looked at ten times a second; they depend less than the clock on what else the machine
does.
--training: both also run the cells that train, as they do with a notebook left as it is.
--otter PYTHON: the interpreter of an environment that has otter-grader and the notebooks' packages:
    python3 -m venv otter && otter/bin/pip install otter-grader -r notebooks/requirements.txt
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbgrader.api import Gradebook

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.course import CONFIG
from autograder.classroom.grading import gradebook
from autograder.paths import EXERCISES, ROOT
from autograder.submission.cells import is_check, is_demo, name_of
from autograder.submission.fill import fill, references
from autograder.submission.release import teacher_notebook

LOOK_SECONDS = 0.1
STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "cours"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError('À compléter')"}
c.Execute.timeout = 600
"""
# What a teacher would write, an exercise at a time.
STOCK_TESTS = {
    "phi": """
s = np.array([1.0, 2.0, 3.0, 4.0])
assert np.allclose(phi(s, 1), s) and np.allclose(phi(s, 0), -s)
""",
    "linear_fa": """
assert np.allclose(linear_fa(np.arange(4.0), np.ones(4), [0, 1]), [-6.0, 6.0])
""",
    "get_targets": """
q, end = np.array([[1.0, 5.0], [7.0, 2.0]]), np.array([False, True])
assert np.allclose(get_targets(q, np.ones(2), end, 0.5), [3.5, 1.0])
""",
    "update_theta": """
theta, states = np.zeros(4), np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]])
q = np.array([[1.0, 2.0], [3.0, 4.0]])
update_theta(theta, states, np.array([1, 0]), np.array([3.0, 5.0]), q, 0.5)
assert np.allclose(theta, [0.5, -1.0, 0.0, 0.0])
""",
    "epsilon_greedy_policy": """
space = gym.spaces.Discrete(2)
assert {epsilon_greedy_policy(np.array([0.0, 1.0]), space, 0.0) for _ in range(50)} == {1}
assert {epsilon_greedy_policy(np.array([0.0, 1.0]), space, 1.0) for _ in range(50)} == {0, 1}
""",
    "ReplayBuffer": """
memory = ReplayBuffer(3)
for n in range(5):
    memory.store(n)
assert sorted(memory.data) == [2, 3, 4] and sorted(memory.get_batch(3)) == [2, 3, 4]
""",
    "batch_linear_q": """
first, second = (batch_linear_q(n_trajectories=5, seed=7) for _ in range(2))
assert first.shape == (4,) and np.isfinite(first).all() and np.allclose(first, second)
""",
    "dqn_loss": """
p = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
y = (torch.tensor([1, 0]), torch.tensor([0.0, 1.0]))
assert torch.isclose(dqn_loss(p, y), torch.tensor(4.0))
""",
    "deep_q_learning": """
agent = deep_q_learning(n_trajectories=3, seed=7)
assert agent.predict_on_batch(np.zeros((1, 4), dtype=np.float32)).shape == (1, 2)
""",
}

TESTS = "autograder.zip"
OTTER_TEST = """OK_FORMAT = False
from otter.test_files import test_case

name = "{exercise}"
points = 1


@test_case(points=1, hidden=True)
def test(env):
    exec({source!r}, dict(env))
"""


@dataclass
class Run:
    """What one grading of the class took, and the marks: exercise → mark, by student."""

    seconds: float
    processor: float
    marks: dict[str, dict[str, float]]


class Processor(threading.Thread):
    """Adds up the seconds of processor of all the processes that this one has started."""

    def __init__(self):
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._seen: dict[tuple[int, float], float] = {}

    def run(self):
        here = psutil.Process()
        while not self._over.wait(LOOK_SECONDS):
            for process in here.children(recursive=True):
                try:
                    times = process.cpu_times()
                    key = process.pid, process.create_time()
                except psutil.Error:
                    continue
                self._seen[key] = times.user + times.system

    def total(self) -> float:
        self._over.set()
        self.join()
        return sum(self._seen.values())


def handed_in(assignment: Assignment, right: int, wrong: int) -> Iterator[tuple[str, str, dict]]:
    """Each student, the exercise that they have wrong ("" for none), and their answers."""
    known = references(assignment)
    for number in range(right):
        yield f"juste-{number}", "", known
    for exercise in assignment.exercises:
        bank = sorted((EXERCISES / exercise / "bank" / "wrong").glob("*.py"))
        for path in bank[:wrong]:
            answers = known | {exercise: path.read_text(encoding="utf-8")}
            yield f"faux-{exercise}-{path.stem}", exercise, answers


def submit(folder: Path, assignment: Assignment, copies: list) -> None:
    blank = teacher_notebook(folder / "notebooks" / assignment.name, assignment)
    for student, _, answers in copies:
        path = folder / "submitted" / student / assignment.name / f"{assignment.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(fill(blank, answers), path)


def own_course(folder: Path, assignment: Assignment) -> None:
    for part in ("source", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / CONFIG, folder)
    gradebook.require_ready(folder, assignment.name)


def stock_course(folder: Path, assignment: Assignment, training: bool) -> None:
    """A course of stock nbgrader: the same notebook, with hidden tests in its graded cells."""
    name = assignment.name
    source = folder / "source" / name
    shutil.copytree(ROOT / "source" / name, source)
    shutil.copytree(ROOT / "notebooks" / name, source, dirs_exist_ok=True)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")
    teacher = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)
    if not training:
        teacher.cells = [cell for cell in teacher.cells if not is_demo(cell)]
    for cell in teacher.cells:
        exercise = (name_of(cell) or "").removeprefix("test_")
        if exercise != name_of(cell):
            # the cards of the visible checks would tell of errors without failing the cell
            hidden = STOCK_TESTS[exercise].strip("\n")
            cell.source = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    nbformat.write(teacher, source / f"{name}.ipynb")
    command(folder, "nbgrader", "generate_assignment", name, "--create")
    (folder / "release").rename(folder / "notebooks")


def otter_course(
    folder: Path, assignment: Assignment, copies: list, python: Path, training: bool
) -> None:
    """Otter's form of the same: a zip of tests and helpers, and notebooks without checks."""
    helpers = folder / "notebooks" / assignment.name
    shutil.copytree(ROOT / "notebooks" / assignment.name, helpers)
    submit(folder, assignment, copies)
    tests = folder / "tests"
    tests.mkdir()
    for exercise in assignment.exercises:
        text = OTTER_TEST.format(exercise=exercise, source=STOCK_TESTS[exercise])
        (tests / f"{exercise}.py").write_text(text, encoding="utf-8")
    files = [path.name for path in helpers.iterdir() if path.suffix in (".py", ".json")]
    alone = ("--no-config", "--no-requirements", "--no-environment")
    generate = (python, "-m", "otter", "generate", "-t", tests, "-o", folder / TESTS, *alone)
    # a helper keeps the path that it has from here, and must lie beside the notebook
    subprocess.run([*map(str, generate), *files], cwd=helpers, check=True)
    for path in (folder / "submitted").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        left_out = is_check if training else lambda cell: is_check(cell) or is_demo(cell)
        notebook.cells = [cell for cell in notebook.cells if not left_out(cell)]
        nbformat.write(notebook, path)


def with_otter(folder: Path, python: Path) -> Run:
    """Grade the class with otter, which starts a kernel for each notebook."""
    notebooks = sorted((folder / "submitted").rglob("*.ipynb"))
    script = Path(__file__).with_name("_otter_class.py")
    processor, begun = Processor(), time.monotonic()
    processor.start()
    done = subprocess.run(
        [python, script, folder / TESTS, *notebooks],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - begun
    marks = {Path(path).parts[-3]: found for path, found in json.loads(done.stdout).items()}
    return Run(seconds, processor.total(), marks)


def command(folder: Path, program: str, *arguments: str) -> None:
    place = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{place}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [place / program, *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,  # a copy that cannot be graded fails nbgrader's command
    )


def measured(folder: Path, assignment: Assignment, *arguments: str) -> Run:
    """Run a command that grades the class, and read its gradebook."""
    processor, begun = Processor(), time.monotonic()
    processor.start()
    command(folder, *arguments)
    seconds = time.monotonic() - begun
    marks = {}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(assignment.name):
            (notebook,) = submission.notebooks
            marks[submission.student_id] = {
                grade.name.removeprefix("test_"): grade.auto_score / grade.max_score
                for grade in notebook.grades
                if grade.name.startswith("test_") and grade.auto_score is not None
            }
    return Run(seconds, processor.total(), marks)


def found(run: Run, copies: list) -> str:
    """How many of the mistakes cost their exercise a point, and of the right copies all theirs."""
    wrong = [(student, exercise) for student, exercise, _ in copies if exercise]
    right = [student for student, exercise, _ in copies if not exercise]
    seen = sum(run.marks.get(student, {}).get(exercise, 1.0) < 1 for student, exercise in wrong)
    whole = sum(
        all(mark == 1 for mark in run.marks.get(student, {"": 0}).values()) for student in right
    )
    return f"{seen} / {len(wrong)} | {whole} / {len(right)}"


def row(name: str, run: Run, copies: list) -> str:
    each = run.processor / len(copies)
    per_hour = 3600 * len(copies) / run.seconds
    rate = f"{run.seconds:.0f} | {per_hour:.0f} | {each:.2f}"
    return f"| {name} | {len(copies)} | {rate} | {found(run, copies)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", default="q_lineaire", choices=list(ASSIGNMENTS))
    parser.add_argument("--right", type=int, default=3, help="right copies")
    parser.add_argument("--wrong", type=int, default=1, help="wrong copies, an exercise")
    parser.add_argument("--sample", type=int, help="right copies given to the others (all)")
    parser.add_argument("--training", action="store_true", help="the others run the trainings")
    parser.add_argument("--otter", type=Path, help="an interpreter that has otter-grader")
    options = parser.parse_args()
    assignment = ASSIGNMENTS[options.assignment]
    copies = list(handed_in(assignment, options.right, options.wrong))
    load = os.getloadavg()[0]
    print(f"{len(copies)} copies, {os.cpu_count()} processeurs, charge au départ {load:.1f}")
    print("| correcteur | copies | secondes | par heure | s CPU par copie | méprises | justes |")
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        own, stock = Path(place) / "ici", Path(place) / "nbgrader"
        own_course(own, assignment)
        submit(own, assignment, copies)
        grade = ("autograder", "grade", assignment.name)
        for name, more in {
            "autograder, 2 processus": ("--jobs", "2"),
            "autograder, 1 processus": ("--jobs", "1", "--force"),
            "autograder, rien de neuf": (),
        }.items():
            print(row(name, measured(own, assignment, *grade, *more), copies), flush=True)
        sample = options.right if options.sample is None else options.sample
        copies = [*copies[:sample], *copies[options.right :]]
        stock_course(stock, assignment, options.training)
        submit(stock, assignment, copies)
        kind = "avec" if options.training else "sans"
        run = measured(stock, assignment, "nbgrader", "autograde", assignment.name)
        print(row(f"nbgrader autograde, {kind} les entraînements", run, copies), flush=True)
        if options.otter:
            otter = Path(place) / "otter"
            otter_course(otter, assignment, copies, options.otter, options.training)
            run = with_otter(otter, options.otter)
            print(row(f"otter run, {kind} les entraînements", run, copies), flush=True)


if __name__ == "__main__":
    main()
