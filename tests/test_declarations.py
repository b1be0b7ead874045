"""What an exercise declares is read strictly, and what travels to the student holds no answer."""

import ast
import importlib

import numpy as np
import pytest

from autograder import declarations
from autograder.catalogue import HOME_OF
from autograder.declarations import DeclarationError, declaration, sent, stand_ins
from autograder.judging import runner
from autograder.judging.grading import budget
from autograder.judging.student import Student, apparatus
from autograder.paths import EXERCISES
from autograder.proof.workbench import Workbench
from autograder.student import inside
from autograder.student.inside.recorder import Recorder, load

STAND_INS = [exercise for exercise in HOME_OF if sent(exercise, "stand_in")]
LOOPS = [exercise for exercise in HOME_OF if declaration(exercise).loop]


@pytest.fixture
def declared(tmp_path, monkeypatch):
    """The declaration that a text makes."""
    monkeypatch.setattr(declarations, "EXERCISES", tmp_path)

    def read(text):
        (tmp_path / "essai").mkdir(exist_ok=True)
        (tmp_path / "essai" / "exercise.toml").write_text(text, encoding="utf-8")
        return declaration.__wrapped__("essai")

    return read


def test_nothing_has_to_be_declared(declared):
    assert declared("") == declaration.__wrapped__("inconnu")
    assert declared("").bank.right == 8 and declared("").bank.wrong == 15


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("secondes = 3", "la clé « secondes » n'existe pas."),
        ("[bank]\nright = 3\nfalse = 2", "la clé « bank.false » n'existe pas."),
        ("[loop]\npolicy = ''", "la clé « loop.environment » manque."),
        ("seconds = -1", "la valeur de « seconds » ne convient pas : -1."),
        ("seconds = ", "ce n'est pas du TOML"),
        (
            "[loop]\npolicy = 'autre'\nenvironment = {id = 'x', observations = 1, actions = 2}",
            'loop.policy = "autre" n\'est pas dans « calls ».',
        ),
    ],
)
def test_what_cannot_be_used_is_refused_in_french(declared, text, sentence):
    with pytest.raises(DeclarationError, match=r"essai/exercise\.toml") as refused:
        declared(text)
    assert sentence in str(refused.value)


def test_the_time_of_an_exercise_is_its_own_or_the_usual_one():
    assert budget("batch_linear_q") == declaration("batch_linear_q").seconds == 180
    assert budget("phi") == 30


def test_everything_that_is_called_has_a_stand_in():
    for exercise in HOME_OF:
        assert set(declaration(exercise).calls) <= set(STAND_INS)
    with pytest.raises(DeclarationError, match=r"manque stand_in\.py"):
        stand_ins(["batch_linear_q"])


def test_a_role_may_be_that_of_a_method(declared):
    found = declared(
        "calls = ['Agent']\n[loop]\npolicy = 'Agent.act'\n"
        "environment = {id = 'x', observations = 1, actions = 2}"
    )
    assert found.loop.policy == "Agent.act"


@pytest.mark.parametrize("exercise", LOOPS)
def test_the_environment_is_what_the_loop_plays_in(exercise):
    gym = importlib.import_module("gymnasium")
    declared = declaration(exercise).loop.environment
    made = gym.make(declared.id)
    assert made.observation_space.shape == (declared.observations,)
    assert made.action_space.n == declared.actions


def imported(source):
    """The modules that a source imports, with the dots of relative imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_what_travels_imports_nothing_of_the_project():
    texts = [sent(exercise, kind) for exercise in HOME_OF for kind in ("stand_in", "describe")]
    texts += [apparatus(path.parent.name) for path in EXERCISES.glob("*/apparatus.py")]
    for text in filter(None, [*texts, inside.program()]):
        names = set(imported(text))
        assert not {name for name in names if name.startswith((".", "autograder", "solut"))}


def test_a_module_that_travels_comes_after_what_it_imports_and_once(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "base.py").write_text("base = 1")
    (tmp_path / "left.py").write_text("from .base import base\nleft = base + 1")
    (tmp_path / "deep" / "top.py").write_text(
        "from ..base import base\nfrom ..left import left\ntop = base + left"
    )

    assert inside.as_one(tmp_path / "deep" / "top.py").splitlines() == [
        "base = 1",
        "left = base + 1",
        "top = base + left",
    ]


def test_what_travels_defines_each_name_once():
    """The modules of the grader's side share one namespace there."""
    defined = []
    for node in ast.parse(inside.program()).body:
        if isinstance(node, ast.Assign):
            defined += [one.id for one in node.targets]
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.append(node.name)
    assert len(defined) == len(set(defined)) > 40


def test_the_stand_in_of_linear_fa_gives_the_values_of_that_of_phi():
    phi, linear_fa = (
        load(sent(exercise, "stand_in"), "stand_in")(Recorder(), 3)
        for exercise in ("phi", "linear_fa")
    )
    rng = np.random.default_rng(0)
    theta, state = rng.normal(size=(2, 4))
    values = [phi(state, action) @ theta for action in (0, 1, 2)]
    np.testing.assert_allclose(linear_fa(theta, state, [0, 1, 2]), values)


@pytest.mark.slow
def test_a_stand_in_is_not_an_answer():
    """It travels into the student's process: handed in, it must not pass, whatever it draws."""
    with Workbench() as sessions:
        for exercise in STAND_INS:
            answer = "\n".join(
                [
                    sent(exercise, "stand_in"),
                    "recorder = type('Recorder', (), {'add': lambda *args, **kwargs: None})()",
                    f"{exercise} = stand_in(recorder, 1)",
                ]
            )
            student = Student(sessions.holding(exercise, answer), budget(exercise))
            verdicts = runner.run([exercise], lambda _, student=student: student)
            assert {v.kind for v in verdicts} != {"passed"}, exercise
            assert not any(v.kind in ("missing", "crash") for v in verdicts), exercise
