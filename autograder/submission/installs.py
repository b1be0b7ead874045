"""Leave out the commands that install, download, forget or leave, which no answer needs.

Grading has no network, and would wait for it. `exit()` ends the kernel under the next cell.

Colab, Kaggle, JupyterLite, Deepnote and VS Code have notebooks begin with such commands, written
as magics (`!pip`, `%pip`, `%conda`), as calls of IPython (`get_ipython().system`) or of Python
(`subprocess.run`, `os.system`).
"""

import ast
import functools
import re
from collections.abc import Iterator
from typing import TypeGuard

from autograder.submission.python import ELSEWHERE, last_line, tree

PROGRAMS = (
    "pip|pipx|conda|mamba|micromamba|apt|apt-get|aptitude|dnf|yum|brew|npm|uv|poetry|easy_install|"
    "git|wget|curl|gdown|kaggle"
)
BEFORE = r"(?:sudo\s+(?:-\S+\s+)*)?(?:(?:\S*python[\d.]*|\{sys\.executable\})\s+-m\s+)?(?:\S*/)?"
COMMAND = re.compile(rf"(?:^|[;&|])\s*{BEFORE}(?:{PROGRAMS})[\d.]*(?:\s|$)")
MAGIC = re.compile(r"(\s*+)(?:[\w.,\[\] ]++=\s*+)?([%!]{1,2})\s*(.*)")
FORGETS = re.compile(r"\s*+%(?:reset|reset_selective|xdel)\b")
LEAVES = re.compile(r"(\s*+)(?:exit|quit)\s*+(?:\(\s*+\))?\s*+;?\s*+(?:#.*)?")
RUN_ONCE = re.compile(r"%%(?:capture|time)(?!\w)")  # in the notebook, and told of
CODE_LINE = re.compile(r"\s*+[^\s#]")
SHELL_CELL = re.compile(r"%%(?:bash|sh|script|system|!)|!!")
RUNNERS = frozenset(
    (
        *("system", "popen", "getoutput", "getstatusoutput", "run", "call", "check_call"),
        *("check_output", "Popen", "run_line_magic", "run_cell_magic", "magic", "main"),
    )
)


@functools.lru_cache(maxsize=512)  # asked twice of each cell, and most are the teacher's
def without_installs(source: str) -> str:
    """The code of a cell without what it installs or downloads, nor what ends the kernel.

    A cell that is measured, or given to a magic that is not here, is run as it is, once: what it
    defines would be lost. Its lines keep their numbers.
    """
    lines = source.split("\n")
    begun = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first = next((number for number, line in enumerate(lines) if CODE_LINE.match(line)), 0)
    named = lines[first].startswith("%%") and not ELSEWHERE.match(lines[first])
    # IPython takes a cell's magic on its first line, and no comment above it
    if named and (first != begun or not RUN_ONCE.match(lines[first])):
        lines[first] = "pass"
    shell = SHELL_CELL.match(source.lstrip()) is not None
    goes_on = False
    for number, line in enumerate(lines):
        if left := LEAVES.fullmatch(line):
            lines[number] = f"{left[1]}pass"
            continue
        magic = MAGIC.fullmatch(line)
        command = (magic[3] if magic else line if shell else "")[:500]
        if goes_on or COMMAND.search(command) or (magic and FORGETS.match(line)):
            goes_on = line.endswith("\\")
            lines[number] = "true" if shell else f"{magic[1] if magic else ''}pass"
    return _without_calls("\n".join(lines))


def _without_calls(source: str) -> str:
    """The same with `None` in the place of the calls that run such a command."""
    parsed = tree(source)
    calls = list(_outermost(parsed)) if parsed else []
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset), reverse=True):
        first, last = node.lineno - 1, last_line(node) - 1
        after = lines[last][node.end_col_offset :]
        lines[first] = lines[first][: node.col_offset] + b"None" + after
        lines[first + 1 : last + 1] = [b""] * (last - first)
    return b"\n".join(lines).decode("utf-8", "replace")


def _outermost(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that install, none inside another."""
    for child in ast.iter_child_nodes(node):
        if _installs(child):
            yield child
        else:
            yield from _outermost(child)


def _installs(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", None))
    if name not in RUNNERS:
        return False
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    texts = [
        inner.value
        for argument in arguments
        for inner in ast.walk(argument)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    ]
    return any(COMMAND.search(text[:500]) for text in texts)
