"""The rooms of the grader call one another one way; docs/architecture.md draws them."""

import ast
import functools
import graphlib
import re
from collections.abc import Iterator
from pathlib import Path

from autograder.paths import ROOT

PACKAGE = ROOT / "autograder"
AIDS = ROOT / "aides"  # what travels with a notebook
DOCUMENT = ROOT / "docs" / "architecture.md"
# Each room may call those of the lines below its own, never those above.
FLOORS = [
    ["__main__"],
    ["cli"],
    ["demo", "doctor"],
    ["classroom"],
    ["report"],
    ["proof", "build"],
    ["exercises"],
    ["training"],
    ["judging", "cell_kinds", "headings", "online"],
    ["submission"],
    ["student"],
    ["answers", "catalogue", "limits", "text", "typography", "workers", "french"],
    ["declarations"],
    ["errors", "paths"],
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


@functools.cache
def modules() -> list[tuple[str, Path, ast.Module]]:
    """Each module of the package: its room, its path and its tree."""
    paths = [path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*.py"))]
    return [
        (path.with_suffix("").parts[0], path, ast.parse((PACKAGE / path).read_text("utf-8")))
        for path in paths
        if "bank" not in path.parts and path.name != "__init__.py"
    ]


def imported(tree: ast.Module) -> Iterator[str]:
    """The full names of the modules that a module imports, anywhere in its text.

    A relative import is of what travels as text into the student's process, and of nothing else.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            assert node.level == 1 or "inside" in node.module.split(".")
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> set[str]:
    """The rooms that a module imports from."""
    names = (name.split(".") for name in imported(tree))
    return {parts[1] for parts in names if parts[0] == "autograder" and len(parts) > 1}


def test_the_rooms_call_one_another_downwards():
    for room, path, tree in modules():
        assert room in FLOOR, f"{path}: on which floor does it stand?"
        for other in called(tree) - {room}:
            assert FLOOR[room] < FLOOR[other], f"{path} calls {other}"


def test_an_exercise_knows_of_another_neither_its_tests_nor_its_mistakes():
    for room, path, tree in modules():
        if room == "exercises":
            names = (name.split(".") for name in imported(tree))
            used = {(parts[2], parts[3]) for parts in names if parts[:2] == ["autograder", room]}
            own = {"test_hidden", "mistakes", "loop"}
            assert {one for one, part in used if part in own} <= {path.parts[1]}, path


def test_what_is_sent_into_the_students_process_imports_nothing_of_the_project():
    for path in PACKAGE.glob("*/inside/*.py"):
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        assert not [name for name in names if name.split(".")[0] in ("autograder", "solutions")]


def test_the_package_imports_nothing_of_what_measures_it():
    for _, path, tree in modules():
        outside = {name.split(".")[0] for name in imported(tree)}
        assert not outside & {"tests", "calibration", "benchmarks"}, path


def test_the_modules_beside_a_notebook_call_one_another_in_no_circle():
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in AIDS.glob("*.py")}
    calls = {name: {one.split(".")[0] for one in imported(tree)} for name, tree in trees.items()}
    order = graphlib.TopologicalSorter({name: used & set(trees) for name, used in calls.items()})
    assert set(order.static_order()) == set(trees)  # which refuses a circle


def test_the_steps_of_a_term_call_one_another_in_no_circle():
    calls: dict[str, set[str]] = {}
    for room, path, tree in modules():
        if room == "classroom":
            names = (name.split(".") for name in imported(tree))
            used = {parts[2] for parts in names if parts[:2] == ["autograder", room]}
            step = Path(path.parts[1]).stem
            calls[step] = calls.get(step, set()) | used - {step}
    assert len(list(graphlib.TopologicalSorter(calls).static_order())) >= len(calls)


def test_the_document_speaks_of_every_room():
    document = DOCUMENT.read_text(encoding="utf-8")
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    for room in rooms:
        assert f"`{room}/`" in document, room
    drawn = re.search(r"```mermaid\n(.*?)```", document, re.DOTALL)[1]
    arrows = re.findall(r"^\s*(\w+) --> (\w+)", drawn, re.MULTILINE)
    assert {room for arrow in arrows for room in arrow} >= set(rooms)
    for caller, callee in arrows:
        assert FLOOR[caller] < FLOOR[callee], f"{caller} --> {callee}"
