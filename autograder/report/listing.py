"""Python as a page shows it: coloured, and without the teacher's docstrings."""

import ast
import re

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.submission.python import last_line

MOST_COLOURED = 20_000  # characters: Pygments takes 45 µs for one where each is a word of its own


def coloured(source: str) -> Markup:
    """The code with the classes of Pygments, to be put in a `pre`; everything in it is escaped.

    What is too long to be read anyway has no colours.
    """
    if len(source) > MOST_COLOURED:
        return escape(source)
    return Markup(highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)))


def without_docstrings(source: str) -> str:
    """The code without its docstrings, which students were given; as it is when not Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    lines = source.splitlines()
    dropped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and _has_docstring(node):
            first = node.body[0]
            dropped.update(range(first.lineno, last_line(first) + 1))
    kept = "\n".join(line for n, line in enumerate(lines, 1) if n not in dropped)
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")


def _has_docstring(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a docstring stands alone on its lines and is not all that there is."""
    if ast.get_docstring(node) is None or len(node.body) < 2:
        return False
    return node.lineno < node.body[0].lineno and last_line(node.body[0]) < node.body[1].lineno
