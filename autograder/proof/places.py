"""Mistakes of place, in a function that holds loops: a line before another one, out of its loop, or
repeated in it; another bound.

What a loop does wrong is seldom in one of its lines: it is in what is made once and what is made
again, and in when it stops.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import libcst as cst
import libcst.matchers as m

Loop = cst.For | cst.While
USUAL_LIMIT = 200  # steps: that of CartPole-v0, which old code writes by hand


def swapped(block: cst.IndentedBlock) -> Iterator[cst.IndentedBlock]:
    """Two lines that have a name in common, one for the other, in a block with a loop or of one."""
    for i, (one, other) in enumerate(zip(block.body, block.body[1:], strict=False)):
        if _names(one) & _names(other):
            yield _with(block, [*block.body[:i], other, one, *block.body[i + 2 :]])


def repeated(block: cst.IndentedBlock) -> Iterator[cst.IndentedBlock]:
    """What is made once before two loops, made again at the start of one, or where they end.

    Of the outer loop, or of the innermost block.
    """
    for at, loop in enumerate(block.body):
        if not isinstance(loop, Loop) or not m.findall(loop.body, m.For() | m.While()):
            continue
        used = _names(loop)
        for run in _runs(block.body[:at]):
            made = _assigned(run[-1])
            if made and not made & used:
                continue
            # a call alone, repeated so deep, has a loop start again for ever: it takes long to see
            for inner in _ends(_blocks(loop)) if made else [loop.body]:
                changed = loop.deep_replace(inner, _with(inner, [*run, *inner.body]))
                yield _with(block, [*block.body[:at], changed, *block.body[at + 1 :]])


def taken_out(block: cst.IndentedBlock) -> Iterator[cst.IndentedBlock]:
    """The last line of a loop, after it."""
    for at, loop in enumerate(block.body):
        if isinstance(loop, Loop) and len(loop.body.body) > 1:
            *kept, last = loop.body.body
            shorter = loop.with_changes(body=_with(loop.body, kept))
            yield _with(block, [*block.body[:at], shorter, last, *block.body[at + 1 :]])


def limited(loop: cst.While) -> Iterator[cst.For]:
    """A limit of the function's own to a loop that has a condition."""
    stop = cst.If(
        cst.UnaryOperation(cst.Not(), _bracketed(loop.test)),
        cst.IndentedBlock([cst.SimpleStatementLine([cst.Break()])]),
    )
    count = cst.parse_expression(f"range({USUAL_LIMIT})")
    yield cst.For(cst.Name("_"), count, _with(loop.body, [stop, *loop.body.body]))


def one_more_or_less(loop: cst.For) -> Iterator[cst.For]:
    """One turn more, one turn less."""
    if not isinstance(loop.iter, cst.Call):
        return
    if m.matches(loop.iter, m.Call(func=m.Name("range"), args=[m.Arg()])):
        (bound,) = loop.iter.args
        for sign in (cst.Add(), cst.Subtract()):
            other = cst.BinaryOperation(_bracketed(bound.value), sign, cst.Integer("1"))
            call = loop.iter.with_changes(args=[bound.with_changes(value=other)])
            yield loop.with_changes(iter=call)


def _with(block, body):
    return block.with_changes(body=body)


def _bracketed(expression):
    if expression.lpar or isinstance(expression, cst.Name):
        return expression
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _names(node: cst.CSTNode) -> set[str]:
    found = (name for name in m.findall(node, m.Name()) if isinstance(name, cst.Name))
    return {name.value for name in found}


def _assigned(line: cst.CSTNode) -> set[str]:
    return set[str]().union(*map(_names, m.findall(line, m.AssignTarget())))


def _runs(lines: Sequence[cst.BaseStatement]) -> Iterator[list[cst.BaseStatement]]:
    """Each line, and each two of which the second depends on the first."""
    for i, line in enumerate(lines):
        if m.matches(line, m.SimpleStatementLine(body=[~m.Expr(m.SimpleString())])):
            yield [line]
            if i and _assigned(lines[i - 1]) & _names(line):
                yield [lines[i - 1], line]


def _blocks(loop: Loop) -> list[Any]:
    """The blocks in a loop, each in the one before it: its own, and those of its last lines."""
    found: list[Any] = [loop.body]
    while deeper := [line for line in found[-1].body if isinstance(line, Loop | cst.If)]:
        found.append(deeper[-1].body)
    return found


def _ends(blocks):
    return dict.fromkeys((blocks[0], blocks[-1]))
