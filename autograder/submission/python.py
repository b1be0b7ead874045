"""The code of a cell: its statements, what they bind and what they read."""

import ast
import contextlib
import functools
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# IPython's cell magics under which the rest of the cell is not Python run in the notebook. What any
# other one means, only who loaded it knows: the rest is read as Python.
ELSEWHERE = re.compile(
    r"%%(?:!|HTML|SVG|bash|cmd|file|html|javascript|js|latex|markdown|perl|pypy|python[23]?|ruby"
    r"|script|sh|svg|sx|system|writefile)(?!\w)"
)
# Possessive: a line may be 40 000 spaces.
MAGIC = re.compile(r"(\s*+)(?:[\w.,\[\] ]++=\s*+)?[%!].*")
MAX_DEPTH = 100  # of a syntax tree: what reads one calls itself at each level
KEPT_LENGTH = 5_000  # characters
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
BLOCKS = (ast.If, ast.Try, ast.With, ast.AsyncWith)

NO_BREAK_SPACE = re.compile(r"\\xa0|\\u202f")  # as `ast.dump` writes them


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell: its text, its lines (from 1), its syntax trees.

    There are several trees when several statements share a line.
    """

    text: str
    first: int
    last: int
    nodes: tuple[ast.stmt, ...]

    @property
    def fingerprint(self) -> str:
        """The same for two statements that differ by spaces and comments only.

        In a text too, a no-break space may have become an ordinary one on the way.
        """
        if isinstance(self.nodes[0], ast.Pass):  # the place of a magic
            return self.text.strip()
        return NO_BREAK_SPACE.sub(" ", "\n".join(map(ast.dump, self.nodes)))


def tree(source: str) -> ast.Module | None:
    """The syntax tree of a cell, its magics as `pass`; None when it is not Python, or too deep.

    Nobody may change it: that of a cell of a usual length is kept.
    """
    return _kept_tree(source) if len(source) <= KEPT_LENGTH else _tree(source)


def _tree(source):
    for code in (source, without_magics(source)):
        with (
            contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError),
            warnings.catch_warnings(action="ignore"),
        ):
            parsed = ast.parse(code)
            return parsed if _depth(parsed) <= MAX_DEPTH else None
    return None


_kept_tree = functools.lru_cache(maxsize=64)(_tree)  # most cells are the teacher's, in each copy


def _depth(node: ast.AST) -> int:
    """How many levels a syntax tree has; past MAX_DEPTH, they are not counted."""
    level, depth = [node], 0
    while level and depth <= MAX_DEPTH:
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
        depth += 1
    return depth


def without_magics(source: str) -> str:
    """The same lines with `pass` in the place of each magic or shell command."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    opaque = ELSEWHERE.match(first)
    kept, goes_on, indent = [], False, ""
    for line in lines:
        magic = MAGIC.fullmatch(line)
        if not goes_on and magic:
            indent = magic[1]
        replaced = opaque or goes_on or magic
        kept.append(f"{indent}pass" if replaced else line)
        goes_on = bool(replaced) and line.endswith("\\")
    return "\n".join(kept)


def last_line(node: ast.stmt | ast.expr) -> int:
    """The line of its text where a node ends; a parsed node always has one."""
    assert node.end_lineno is not None
    return node.end_lineno


def statements(source: str) -> list[Statement]:
    """The statements at the top level of a cell, in order; none when it is not Python."""
    parsed = tree(source)
    found: list[tuple[int, int, list[ast.stmt]]] = []
    for node in parsed.body if parsed else ():
        decorators = getattr(node, "decorator_list", ())
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        if found and first <= found[-1][1]:
            begun, last, nodes = found.pop()
            found.append((begun, max(last, last_line(node)), [*nodes, node]))
        else:
            found.append((first, last_line(node), [node]))
    lines = source.split("\n")
    return [
        Statement("\n".join(lines[first - 1 : last]), first, last, tuple(nodes))
        for first, last, nodes in found
    ]


@functools.lru_cache(maxsize=1024)  # asked of each cell for each answer
def definitions(source: str) -> frozenset[str]:
    """The functions and classes that a cell defines, by `def`, `class` or as a name for another."""
    parsed = tree(source)
    return frozenset(_defined(parsed.body)) if parsed else frozenset()


def _defined(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, FUNCTIONS):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Lambda, ast.Name)):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, BLOCKS):
            yield from _defined(node.body)
            yield from _defined(getattr(node, "orelse", ()))
            for handler in getattr(node, "handlers", ()):
                yield from _defined(handler.body)


def to_write(source: str) -> frozenset[str]:
    """The functions and classes of a cell that are still to write: they do nothing but say so."""
    return definitions(source).difference(
        name
        for statement in statements(source)
        for name in definitions(statement.text)
        if not all(map(_is_stub, statement.nodes))
    )


def _is_stub(node: ast.AST) -> bool:
    """Whether a definition has but a text, `raise`, `pass` or `...`, as all those of a class."""
    if isinstance(node, FUNCTIONS):
        return all(map(_is_stub, node.body))
    return isinstance(node, (ast.Raise, ast.Pass)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def bound(statement: Statement) -> set[str]:
    """The names that a statement binds or deletes in the notebook."""
    return set().union(*map(_bound, statement.nodes))


def _bound(node: ast.AST) -> set[str]:
    if isinstance(node, FUNCTIONS):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(name.asname or name.name).split(".")[0] for name in node.names}
    if isinstance(node, ast.Lambda):
        return set()
    if isinstance(node, ast.Name):
        return set() if isinstance(node.ctx, ast.Load) else {node.id}
    return set().union(*map(_bound, ast.iter_child_nodes(node)))


def read_names(source: str) -> set[str]:
    """The notebook's names that a cell reads, in its functions too; not their own variables."""
    with (
        contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError),
        warnings.catch_warnings(action="ignore"),
    ):
        return _read_names(symtable.symtable(without_magics(source), "cell", "exec"))
    return set()


def _read_names(table: symtable.SymbolTable) -> set[str]:
    top = table.get_type() == "module"
    here = {
        one.get_name()
        for one in table.get_symbols()
        if (one.is_referenced() and (top or one.is_global())) or one.is_declared_global()
    }
    return here.union(*map(_read_names, table.get_children()))
