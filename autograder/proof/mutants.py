"""Small mistakes put automatically in a reference answer, one at a time.

The operators are mutmut's, and a few that this field's mistakes ask for: a lost statement, two
arguments or two reductions swapped, s taken for s', and in loops what stands in another place (see
`places`). Only bodies change: a signature and a docstring
belong to the stub, which the student is given.
"""

import difflib
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators

from autograder.proof import places

NEXT = "next_"  # next_states are the states s' that follow the states s
REDUCTIONS = {"max": "min", "argmax": "argmin", "mean": "sum", "sum": "mean"}
Operator = Callable[[Any], Iterable[cst.CSTNode]]


@dataclass(frozen=True)
class Mutant:
    """A changed source; `before` and `after` are the changed lines, without their indentation.

    Of lines that are only moved or repeated, `after` tells the line that they now precede.
    """

    before: str
    after: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a function or a class that Python can compile, each once."""
    module = cst.parse_module(source)
    names = {node.value for node in _nodes(module) if isinstance(node, cst.Name)}
    operators = [*mutation_operators, *_OWN, (cst.Name, functools.partial(_other_time, names))]
    if m.findall(module, m.While()):
        operators += _PLACES
    sites = _Bodies(operators)
    module.visit(sites)
    changed = (module.deep_replace(old, new).code for old, new in sites.changes)
    distinct = dict.fromkeys(code for code in changed if code != source and _compiles(code))
    return [_mutant(source, code) for code in distinct]


class _Bodies(cst.CSTVisitor):
    """Collects (node, changed node) in the bodies of functions."""

    def __init__(self, operators):
        self.operators = operators
        self.changes = []
        self._inside = 0

    def visit_FunctionDef(self, node):  # noqa: N802 - libcst's name
        self._inside += 1
        node.body.visit(self)
        self._inside -= 1
        return False

    def on_visit(self, node):
        if isinstance(node, cst.Annotation) or _is_text(node):
            return False
        if self._inside:
            for kind, operator in self.operators:
                if isinstance(node, kind):
                    self.changes += [(node, changed) for changed in operator(node)]
        return super().on_visit(node)


def _is_text(node):
    """Whether a line is only a string: a docstring."""
    return (
        isinstance(node, cst.SimpleStatementLine)
        and isinstance(node.body[0], cst.Expr)
        and isinstance(node.body[0].value, cst.BaseString)
    )


def _nodes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _lost_statement(line: cst.SimpleStatementLine) -> Iterator[cst.SimpleStatementLine]:
    if not isinstance(line.body[0], cst.Pass):
        yield line.with_changes(body=[cst.Pass()])


def _swapped_arguments(call: cst.Call) -> Iterator[cst.Call]:
    for i, (one, other) in enumerate(zip(call.args, call.args[1:], strict=False)):
        if not (one.keyword or other.keyword or one.star or other.star):
            swapped = [one.with_changes(value=other.value), other.with_changes(value=one.value)]
            yield call.with_changes(args=[*call.args[:i], *swapped, *call.args[i + 2 :]])


def _other_reduction(name: cst.Name) -> Iterator[cst.Name]:
    swaps = REDUCTIONS | {new: old for old, new in REDUCTIONS.items()}
    if name.value in swaps:
        yield name.with_changes(value=swaps[name.value])


def _other_time(names: set[str], name: cst.Name) -> Iterator[cst.Name]:
    """Take a variable of the next step for the current one's, or the other way round."""
    after = name.value.startswith(NEXT)
    other = name.value.removeprefix(NEXT) if after else NEXT + name.value
    if other in names:
        yield name.with_changes(value=other)


_OWN: list[tuple[type, Operator]] = [
    (cst.SimpleStatementLine, _lost_statement),
    (cst.Call, _swapped_arguments),
    (cst.Name, _other_reduction),
]


_PLACES: list[tuple[type, Operator]] = [
    (cst.IndentedBlock, places.swapped),
    (cst.IndentedBlock, places.repeated),
    (cst.IndentedBlock, places.taken_out),
    (cst.While, places.limited),
    (cst.For, places.one_more_or_less),
]


def _compiles(code):
    try:
        compile(code, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _mutant(source, code):
    """The changed source, with the lines that differ."""
    lines = list(difflib.ndiff(source.splitlines(), code.splitlines()))
    before, after = (
        "\n".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    if before.strip() in ("", after.strip()):
        last = max(i for i, line in enumerate(lines) if line.startswith("+"))
        following = (line[2:].strip() for line in lines[last + 1 :] if line.startswith(" "))
        after += f"\n… puis {next(filter(None, following), '')}"
    return Mutant(before, after, code)
