"""A notebook pared down to its answers: what the student wrote around them that they do not read.

What surrounds an answer may spoil it: a variable named `list` or `np`, warnings made errors, a
standard output that is no more. The answers are then judged once more in the teacher's cells alone,
with the definitions, imports and variables that they read. An answer may spoil the others when it
is called: then each is judged without the others.
"""

import ast
import builtins
import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from autograder.submission.cells import answers_in, is_added, is_runnable
from autograder.submission.python import (
    BLOCKS,
    FUNCTIONS,
    Statement,
    bound,
    read_names,
    statements,
)

# What changes how everything after it computes: how numbers are made, whether gradients are kept.
SETTINGS = frozenset(("__enter__", "seterr", "seterrcall"))
HARMLESS = frozenset(("set_printoptions", "set_loglevel", "set_option"))
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)


def pared(cells: Iterable[NotebookNode], alone: str = "") -> list[NotebookNode] | None:
    """Copies of the cells of a restored notebook, each with the lines that its answers need.

    The lines keep their numbers. None where there is nothing to leave out. alone: the one answer
    that is kept, if only one is.
    """
    cells = list(cells)
    own = {i: statements(cell.source) for i, cell in enumerate(cells) if _is_a_students(cell)}
    kept = _needed(cells, own, alone)
    pared_cells, changed = [], False
    for i, cell in enumerate(cells):
        one = copy.deepcopy(cell)
        if i in own and (own[i] or is_added(cell)):
            one.source = _only(one.source, [s for s in own[i] if id(s) in kept])
            changed |= one.source.split() != _code(cell.source, own[i]).split()
        pared_cells.append(one)
    return pared_cells if changed else None


def changes_settings(cells: Iterable[NotebookNode], when_called: bool = False) -> bool:
    """Whether a line of the student's changes what all the answers compute with.

    It may spoil them without stopping them: an attribute of a module that is something else now, or
    a module's own setting. when_called: whether a function does, or binds a name that is not the
    student's.
    """
    cells = list(cells)
    mine = [one for cell in cells if _is_a_students(cell) for one in statements(cell.source)]
    theirs = [
        one
        for cell in cells
        if is_runnable(cell) and not _is_a_students(cell)
        for one in statements(cell.source)
    ]
    every = [*theirs, *mine]
    modules = {alias[-1] for statement in every for alias in _aliases(statement.nodes)}
    nodes = [node for statement in mine for node in statement.nodes]
    if not when_called:
        return any(_sets(node, modules) for node in nodes)
    given = modules.union(dir(builtins), *map(bound, theirs))
    return any(
        (isinstance(one, ast.Global) and not given.isdisjoint(one.names)) or _sets(one, modules)
        for node in nodes
        for function in ast.walk(node)
        if isinstance(function, DEFINITIONS)
        for one in ast.walk(function)
        if isinstance(one, ast.stmt)
    )


def _sets(node: ast.stmt, modules: set[str]) -> bool:
    if isinstance(node, BLOCKS):
        return any(_sets(one, modules) for one in _inner(node))
    if isinstance(node, ast.Assign):
        attributes = [one for one in node.targets if isinstance(one, ast.Attribute)]
        return any(_roots(one) & modules for one in attributes) or _is_setting(node.value, modules)
    return isinstance(node, ast.Expr) and _is_setting(node.value, modules)


def _is_setting(value: ast.expr, modules: set[str]) -> bool:
    """Whether this is a call such as `torch.set_grad_enabled(False)`."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return False
    name, of = value.func.attr, value.func.value
    while isinstance(of, ast.Call):
        of = of.func
    sets = name in SETTINGS or (name.startswith("set_") and name not in HARMLESS)
    return sets and bool(_roots(of) & modules)


def _is_a_students(cell):
    return is_runnable(cell) and bool(is_added(cell) or answers_in(cell))


def _needed(cells: list[NotebookNode], own: dict[int, list[Statement]], alone: str) -> set[int]:
    """The statements, by their id, that the answers need and that touch nothing else."""
    theirs = [
        statement
        for i, cell in enumerate(cells)
        if is_runnable(cell) and i not in own
        for statement in statements(cell.source)
    ]
    given = set(dir(builtins)).union(*map(bound, theirs))
    aliases = {alias for statement in theirs for alias in _aliases(statement.nodes)}
    mine = [statement for found in own.values() for statement in found]
    imported = {alias[-1] for statement in mine for alias in _aliases(statement.nodes)}
    shared = given | imported
    asked = [name for cell in cells if is_runnable(cell) for name in answers_in(cell)]
    if alone:
        mine = [one for one in mine if bound(one).isdisjoint(set(asked) - {alone})]
        asked = [alone]
    makers: dict[str, list[Statement]] = defaultdict(list)
    for statement in mine:
        if all(_only_defines(node, given, shared, aliases) for node in statement.nodes):
            for name in _touched(statement):
                makers[name].append(statement)
    kept: set[int] = set()
    while asked:  # each name and each statement once: a notebook may have very many
        for statement in makers.pop(asked.pop(), ()):
            if id(statement) not in kept:
                kept.add(id(statement))
                asked.extend(read_names(statement.text))
    return kept


def _aliases(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str, str]]:
    """What is imported: the module, what of it, and the name that it is given here."""
    for one in (inner for node in nodes for inner in ast.walk(node)):
        if isinstance(one, (ast.Import, ast.ImportFrom)):
            module = one.module or "" if isinstance(one, ast.ImportFrom) else ""
            for alias in one.names:
                yield module, alias.name, alias.asname or alias.name.split(".")[0]


def _only_defines(
    node: ast.stmt, given: set[str], shared: set[str], aliases: set[tuple[str, str, str]]
) -> bool:
    """Whether a statement only makes names of the student's own, or imports as the teacher does.

    given: the names of the teacher's, and Python's. shared: those of what is not the notebook's,
    whose attributes are not touched.
    """
    if isinstance(node, FUNCTIONS):
        return node.name not in given
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return all(one in aliases or one[-1] not in given | {"*"} for one in _aliases([node]))
    if isinstance(node, ASSIGNMENTS):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return not any(_roots(target) & given for target in targets) and not any(
            _roots(target) & shared for target in targets if not _is_plain(target)
        )
    if isinstance(node, BLOCKS):
        return all(_only_defines(one, given, shared, aliases) for one in _inner(node))
    return isinstance(node, ast.Pass)


def _is_plain(target):
    return not any(isinstance(one, (ast.Attribute, ast.Subscript)) for one in ast.walk(target))


def _roots(target):
    """The names at the head of what is assigned: `x` of `x`, of `x.y` and of `x[i]`."""
    if isinstance(target, (ast.Attribute, ast.Subscript, ast.Starred)):
        return _roots(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return set().union(*map(_roots, target.elts))
    return {target.id} if isinstance(target, ast.Name) else set()


def _inner(node: ast.stmt) -> Iterator[ast.stmt]:
    for field in ("body", "orelse", "finalbody"):
        yield from getattr(node, field, ())
    for handler in getattr(node, "handlers", ()):
        yield from handler.body


def _touched(statement: Statement) -> set[str]:
    """The names that a statement binds, or whose value it changes."""
    changed = (
        _roots(target)
        for node in statement.nodes
        for one in ast.walk(node)
        if isinstance(one, ASSIGNMENTS)
        for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
    )
    return bound(statement).union(*changed)


def _only(source: str, kept: list[Statement]) -> str:
    lines = source.split("\n")
    inside = {number for one in kept for number in range(one.first - 1, one.last)}
    return "\n".join(line if number in inside else "" for number, line in enumerate(lines))


def _code(source: str, found: list[Statement]) -> str:
    """The statements of a cell, without the comments between them."""
    return _only(source, found) if found else source
