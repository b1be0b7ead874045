"""A hint points: no expression of the solution stands in it, whatever its variables are called."""

import ast
import copy
import re

import pytest

from autograder.answers import read_source
from autograder.catalogue import ASSIGNMENTS
from autograder.paths import ROOT

HINT = re.compile(r"<summary>Indice.*?</details>", re.DOTALL)
CODE = re.compile(r"<code>(.*?)</code>|`([^`]+)`")
CASES = [
    pytest.param(assignment.name, exercise, id=exercise)
    for assignment in ASSIGNMENTS.values()
    for exercise in assignment.exercises
]
# What says nothing by itself: a name, a constant, a name's attribute, a tuple of names.
PLAIN = (ast.Name, ast.Constant, ast.Attribute, ast.Tuple, ast.List, ast.Starred)


class _Renamed(ast.NodeTransformer):
    """Gives one name to every variable and keeps what is called; drops `strict`."""

    def visit_Call(self, node):
        called = copy.deepcopy(node.func)
        self.generic_visit(node)
        node.func = called
        node.keywords = [one for one in node.keywords if one.arg != "strict"]
        return node

    def visit_Name(self, node):
        return ast.Name("_", ast.Load())

    def visit_Attribute(self, node):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        return ast.Name("_", ast.Load()) if own else node


def shape(node: ast.expr) -> str:
    return ast.dump(_Renamed().visit(copy.deepcopy(node)))


def expressions(tree: ast.AST) -> set[str]:
    """The shapes of all that a tree computes, but what is plain or only a call without argument."""
    return {
        shape(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and not isinstance(node, PLAIN)
        if not (isinstance(node, ast.Call) and not node.args)
    }


def hinted(text: str) -> list[str]:
    """The code of the hints of an exercise's text."""
    return [one or other for hint in HINT.findall(text) for one, other in CODE.findall(hint)]


def given_away(hint: str, solution: str) -> bool:
    """Whether some code, when it is an expression, is one that the solution computes."""
    try:
        found = ast.parse(hint, mode="eval").body
    except SyntaxError:
        return False
    return expressions(found) & expressions(ast.parse(solution)) != set()


def section(assignment: str, exercise: str) -> str:
    text = read_source(ROOT / "source" / assignment / f"{assignment}.md")
    return text.partition(f"## Exercice `{exercise}`")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("assignment", "exercise"), CASES)
def test_a_hint_does_not_write_the_answer(assignment, exercise):
    solution = read_source(ROOT / "solutions" / f"{exercise}.py")

    assert [one for one in hinted(section(assignment, exercise)) if given_away(one, solution)] == []


@pytest.mark.parametrize(
    ("hint", "exercise"),
    [
        ("-state", "phi"),
        ("1 - fin", "get_targets"),
        ("random.sample(liste, n)", "ReplayBuffer"),
        ("zip(*lot)", "format_batch"),
        ("agent.predict_on_batch(s[np.newaxis])[0]", "deep_q_learning"),
    ],
)
def test_an_answer_under_other_names_is_seen(hint, exercise):
    assert given_away(hint, read_source(ROOT / "solutions" / f"{exercise}.py"))


@pytest.mark.parametrize("hint", ["state *= -1", "np.max", "theta", "(B, 4)", "m[[0, 1], [1, 0]]"])
def test_what_only_points_is_left(hint):
    solutions = (ROOT / "solutions").glob("*.py")

    assert not any(given_away(hint, read_source(path)) for path in solutions)
