"""Every hostile submission of the corpus: no gain, no leak, no damage.

corpus/cellule/NAME.py           the code of a cell that the student added
corpus/reponse/EXERCISE-NAME.py  the code of the student's answer to an exercise
corpus/cahier/NAME.py            change(notebook), which the student applied to the whole notebook

The other answers are blank, except for a right phi that stands beside: it must keep its points
when the attack is in another answer. What a well-informed attacker knows stands in savoir.py.
"""

import ast
import copy
import functools
import json
import os
import re
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import jupyter_client.session
import numpy as np
import psutil
import pytest
from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.grading.marking import write_marks
from autograder.classroom.pages.feedback import FeedbackExporter
from autograder.judging import assertions, grading, runner
from autograder.judging.results import NotebookResult
from autograder.limits import Limits
from autograder.paths import EXERCISES, ROOT
from autograder.student import sandbox, template, users
from autograder.submission.cells import is_check, name_of
from autograder.submission.fill import fill, reference
from autograder.submission.release import release_folder, teacher_notebook
from autograder.submission.submission import open_submission
from nbformat import NotebookNode

CORPUS = Path(__file__).parent / "corpus"
KNOWLEDGE = (Path(__file__).parent / "savoir.py").read_text(encoding="utf-8")
ATTACKS = sorted(CORPUS.rglob("*.py"))
MEMORY = 500 * 2**20  # bytes that grading may use in the grader
SECONDS = 60
# What an attack that did not take place would say.
UNKNOWN = re.compile(r"name '(os|sys|np|json|Path|[A-Z]+|forger|detourner|partout|lire)' is not")
# What an answer that is simply wrong is worth: an attack in an answer may not be worth more.
WRONG = {
    "get_targets": "get_targets = lambda next_q_vals, rewards, *others: np.zeros(len(rewards))",
    "linear_fa": "linear_fa = lambda theta, state, actions: np.zeros(len(actions))",
    "update_theta": "def update_theta(theta, *others):\n    theta[:] = 1",
    "dqn_loss": "dqn_loss = lambda y_pred, y_target: y_pred.sum()",
}

# docs/securite.md says what each tier promises. The attacks that landlock does not stop:
UNSTOPPED = frozenset(("cellule/reseau", "cellule/remplit_le_disque", "cellule/demon"))
# A plain process guards the tests and the marks, not the machine: what forges answers is tried.
FORGING = "cellule/correcteur_"

pytestmark = pytest.mark.slow


# --- the places that nobody may read or change ------------------------------------------------


@dataclass
class World:
    """The teacher's machine, with a canary wherever something is secret."""

    course: Path
    home: Path
    listener: socket.socket
    canaries: dict[str, str]
    seen: set[str]  # canaries in what left the jail
    wanted: list[str]  # the numbers that the hidden tests expect

    def knowledge(self) -> str:
        sentinels = [str(self.course / "sentinelle"), f"{tempfile.gettempdir()}/{SENTINEL}"]
        places = {"COURS": self.course, "PROJET": ROOT, "MAISON": self.home}
        lines = [f"{name} = Path({str(path)!r})" for name, path in places.items()]
        port = self.listener.getsockname()[1]
        lines += [f"PORT = {port}", f"SENTINELLES = list(map(Path, {sentinels}))"]
        return "\n".join([KNOWLEDGE, *lines])

    def snapshot(self) -> dict:
        files = [Path(tempfile.gettempdir()) / SENTINEL]
        for folder in (self.course, self.home):
            files += [path for path in folder.rglob("*") if path.suffix != ".pyc"]
        return {
            path: (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in files
            if path.name != "__pycache__"
        }

    def leaks(self, text: str) -> list[str]:
        return [place for place, canary in self.canaries.items() if canary in text]


SENTINEL = f"sentinelle-{os.getpid()}"
PLACES = ("environnement", "carnet", "voisine", "clé", "source", "tests")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    course, home = tmp_path_factory.mktemp("cours"), tmp_path_factory.mktemp("maison")
    canaries = {place: f"canari-{os.urandom(8).hex()}" for place in PLACES}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_DU_CORRECTEUR", canaries["environnement"])
        _plant(course / "gradebook.db", canaries["carnet"])
        _plant(course / "submitted/voisine/q_lineaire/q_lineaire.ipynb", canaries["voisine"])
        _plant(course / "source/q_lineaire/q_lineaire.ipynb", canaries["source"])
        _plant(course / "sentinelle", "intacte")
        _plant(home / ".ssh/id_rsa", canaries["clé"])
        _plant(Path(tempfile.gettempdir()) / SENTINEL, "intacte")
        for path in EXERCISES.glob("*/*.py"):
            secret = f"\nCANARI = {canaries['tests']!r}\n" if path.name.startswith("test_") else ""
            copy_of = course / "tests_caches" / path.relative_to(EXERCISES)
            _plant(copy_of, path.read_text(encoding="utf-8") + secret)
        patch.setattr(runner, "EXERCISES", course / "tests_caches")
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.setblocking(False)
            world = World(course, home, listener, canaries, set(), [])
            _watch(world, patch)
            yield world
    (Path(tempfile.gettempdir()) / SENTINEL).unlink()


def _plant(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o666)  # its permissions protect nothing


def _watch(world, patch):
    """Look at every message that leaves the jail, and at every number that a test expects."""
    deserialize, agree = jupyter_client.session.Session.deserialize, assertions._agree

    def watched_deserialize(self, frames, *args, **kwargs):
        content = b"".join(bytes(frame) for frame in frames)
        world.seen.update(p for p, canary in world.canaries.items() if canary.encode() in content)
        return deserialize(self, frames, *args, **kwargs)

    def watched_agree(obtained, wanted, *tolerance):
        agreed = agree(obtained, wanted, *tolerance)
        # One number repeated tells nothing; it may be what the attack itself sent, compared later.
        if not agreed and wanted is not None and wanted.size > 2 and np.unique(wanted).size > 1:
            world.wanted.append(assertions.describe(wanted.astype(float).ravel()).split(" : ")[1])
        return agreed

    patch.setattr(jupyter_client.session.Session, "deserialize", watched_deserialize)
    patch.setattr(assertions, "_agree", watched_agree)


# --- a submission with an attack in it -----------------------------------------------------------


def label_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def code_of(path: Path) -> str:
    """The file without its docstring: a cell magic stands on the first line of its cell."""
    return path.read_text(encoding="utf-8").split('"""', 2)[2].lstrip()


def hijacks(path: Path) -> bool:
    """Whether the attack spoils the whole process on purpose, its author's other answers too."""
    return "detourner(" in code_of(path)


def target_of(path: Path) -> str:
    """The exercise whose points the attack wants."""
    return path.stem.split("-")[0] if path.parent.name == "reponse" else "get_targets"


def code_cell(source: str) -> dict:
    cell: dict = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {**cell, "source": source}


def filled(assignment: Assignment, answers: dict[str, str]) -> dict:
    """A notebook with these answers, as the data of its file."""
    blank = teacher_notebook(release_folder(assignment), assignment)
    return json.loads(json.dumps(fill(blank, answers)))


def attacked(path: Path, knowledge: str, assignment: Assignment) -> dict:
    """The notebook that holds an attack."""
    answers = {"phi": reference("phi")}
    if path.parent.name == "reponse":
        answers[target_of(path)] = code_of(path)
    handed_in = filled(assignment, answers)
    first = next(i for i, c in enumerate(handed_in["cells"]) if c["cell_type"] == "code")
    handed_in["cells"].insert(first + 1, code_cell(knowledge))
    if path.parent.name == "cellule":
        handed_in["cells"].append(code_cell(code_of(path)))
    if path.parent.name == "cahier":
        change: dict = {}
        exec(compile(code_of(path), str(path), "exec"), change)
        change["change"](handed_in)
    return handed_in


def limits_of(assignment: Assignment) -> Limits:
    """Little time, so that a hundred hangs do not take all day; torch takes its own at first."""
    call, exercise = (8.0, 15.0) if assignment.name == "dqn" else (1.0, 2.5)
    return Limits(
        grace=0.5,
        cell=3.0,
        notebook=5.0,
        call=call,
        training=3.0,
        exercise=exercise,
        longest_exercise=6.0,
    )


@functools.cache
def teachers_texts(name: str) -> frozenset[str]:
    """What the pages need not show again: the texts as the teacher wrote them."""
    blank = teacher_notebook(release_folder(ASSIGNMENTS[name]), ASSIGNMENTS[name])
    return frozenset(text_of(cell) for cell in blank.cells if cell.cell_type == "markdown")


def text_of(cell: dict) -> str:
    """All that a page may show of a cell."""
    return json.dumps({key: value for key, value in cell.items() if key != "id"}, sort_keys=True)


def grade(
    handed_in: dict, folder: Path, assignment: Assignment
) -> tuple[NotebookResult, NotebookNode, str]:
    """The result, the graded notebook, and the page that the student gets."""
    path = folder / f"{assignment.name}.ipynb"
    path.write_text(json.dumps(handed_in), encoding="utf-8")
    opened = open_submission(path, assignment, release_folder(assignment))
    result = grading.grade(opened, limits_of(assignment))
    graded = copy.deepcopy(opened.notebook)
    judged = {f"test_{exercise}" for exercise in assignment.exercises}
    given = teachers_texts(assignment.name)
    graded.cells = [
        cell
        for cell in graded.cells
        if text_of(cell) not in given and (not is_check(cell) or name_of(cell) in judged)
    ]
    write_marks(graded, result)
    for cell in graded.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.score = 0  # what nbgrader's GetGrades does
    names = {"notebook": assignment.name, "score": 0, "max_score": 20, "late_penalty": 0}
    page, _ = FeedbackExporter().from_notebook_node(graded, {"nbgrader": names})
    return result, graded, page


class Page(HTMLParser):
    """What a browser would run or load in a page."""

    def __init__(self, text: str):
        super().__init__()
        self.active: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "object", "embed", "form", "base", "style", "svg", "link"):
            self.active.append(tag)
        far = [v for k, v in attributes if k == "src" and (v or "").startswith(("http", "//"))]
        self.active += [f"{tag} src={address}" for address in far if tag == "img"]
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or address.startswith(("javascript:", "vbscript:", "file:")):
                self.active.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def honest(world, tmp_path_factory):
    """The result and the page of the same notebook without the attack."""

    @functools.cache
    def result(name, target, answered):
        answers = {"phi": reference("phi")} | ({target: WRONG.get(target, "")} if answered else {})
        folder = tmp_path_factory.mktemp("honnête")
        assignment = Assignment(name, exercises=exercises(name, target))
        graded, _, page = grade(filled(ASSIGNMENTS[name], answers), folder, assignment)
        return graded, page

    return result


def exercises(name: str, target: str) -> tuple[str, ...]:
    return (target, "phi") if name == "q_lineaire" and target != "phi" else (target,)


# --- the three promises -----------------------------------------------------------------------


def left_behind() -> list:
    """What a grader must not leave: its children but for what kernels are born of, its students'
    processes, its folders.
    """
    children = psutil.Process().children()
    kernels = [below for child in children for below in child.children(recursive=True)]
    others = [child for child in children if not template.is_kept(child.pid)]
    jailed = [p for p in psutil.process_iter(["uids"]) if _is_jailed(p)]
    folders = Path(tempfile.gettempdir()).glob(f"autograder-{os.getpid()}-*")
    return [*others, *kernels, *jailed, *folders]


def _is_jailed(process):
    return process.info["uids"] is not None and process.info["uids"].real == users.spare()


def peak_memory() -> int:
    """The most memory that this process has had since the last call of forget_peak."""
    (line,) = [
        one for one in Path("/proc/self/status").read_text().splitlines() if one[:6] == "VmHWM:"
    ]
    return int(line.split()[1]) * 2**10


def forget_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return peak_memory()


def promised(tier: str, path: Path) -> bool:
    label = label_of(path)
    return {
        "bwrap": True,
        "landlock": label not in UNSTOPPED and path.parent.name != "cahier",
        "none": label.startswith(FORGING),
    }[tier]


refusal = functools.cache(sandbox.refusal)
CASES = [(tier, path) for tier in sandbox.TIERS for path in ATTACKS if promised(tier, path)]
SHORT = 8  # one attack in so many is in `make test`, all the others in `make proof`


@pytest.mark.parametrize(
    ("tier", "path"),
    [
        pytest.param(*case, marks=pytest.mark.long if rank % SHORT else ())
        for rank, case in enumerate(CASES)
    ],
    ids=[f"{tier}-{label_of(path)}" for tier, path in CASES],
)
def test_attack(tier, path, world, honest, tmp_path, monkeypatch):
    if words := refusal(tier):
        pytest.skip(f"pas de palier {tier} sur cette machine : {words}")
    monkeypatch.setattr(sandbox, "tier", lambda: tier)
    target = target_of(path)
    name = next(a.name for a in ASSIGNMENTS.values() if target in a.exercises)
    fair, fair_page = honest(name, target, path.parent.name == "reponse")
    before, others = world.snapshot(), set(left_behind())
    world.seen.clear()
    world.wanted.clear()
    memory, start = forget_peak(), time.monotonic()

    assignment = Assignment(name, exercises=exercises(name, target))
    handed_in = attacked(path, world.knowledge(), ASSIGNMENTS[name])
    result, graded, page = grade(handed_in, tmp_path, assignment)

    assert result.graded
    # no gain
    for exercise in result.exercises:
        assert 0.0 <= exercise.score <= fair.exercise(exercise.id).score
    assert result.max_score == fair.max_score
    if path.parent.name == "reponse" and "phi" in exercises(name, target) and not hijacks(path):
        assert result.exercise("phi").score == fair.exercise("phi").score
    # no leak
    everything = [result.model_dump_json(), json.dumps(graded, ensure_ascii=False), page]
    assert not [leak for text in everything for leak in world.leaks(text)]
    assert not world.seen
    reported = " ".join(test.message for one in result.exercises for test in one.tests)
    assert not UNKNOWN.search(reported + everything[1])
    assert not [numbers for numbers in world.wanted if numbers in reported]
    assert "FUITE" not in reported  # what the attacks write of their hidden inputs
    assert all(len(test.message) <= 600 for one in result.exercises for test in one.tests)
    # no damage
    "\n".join(everything).encode("utf-8")
    assert all(c.isprintable() or c in "\xa0\u202f" for c in reported + "".join(result.problems))
    assert Page(page).active == Page(fair_page).active
    assert world.snapshot() == before
    assert not set(left_behind()) - others
    assert peak_memory() - memory < MEMORY
    assert time.monotonic() - start < SECONDS
    with pytest.raises(BlockingIOError):
        world.listener.accept()


def test_the_next_submission_is_graded_as_if_alone(world, tmp_path):
    assignment = Assignment("q_lineaire", exercises=exercises("q_lineaire", "get_targets"))
    answers = {name: reference(name) for name in assignment.exercises}
    result, *_ = grade(filled(ASSIGNMENTS["q_lineaire"], answers), tmp_path, assignment)
    assert result.score == result.max_score
    assert result.problems == []


def test_the_corpus_explains_itself_in_french():
    assert len(ATTACKS) >= 100
    for path in ATTACKS:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith('"""') and first.endswith('."""'), path
        assert ast.literal_eval(first).strip()


def test_every_modules_comparisons_are_watched(world):
    """Those that bound `close` before the watch began, too."""
    named = {name: module for name, module in sys.modules.items() if name.startswith("autograder.")}
    bound = [m for m in named.values() if getattr(m, "close", None) is assertions.close]
    assert len(bound) > 5
    for module in bound:
        world.wanted.clear()
        assert not module.close(np.zeros(4), np.arange(4.0))
        assert world.wanted == ["[0, 1, 2, 3]"], module
