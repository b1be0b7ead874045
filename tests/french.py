"""Every French text of the project, for those tests that read them all: where it is, and its words.

Prose is what students and teachers read: the texts of the assignments, the documentation, the
docstrings and comments of what is released, and what the engine prints.
"""

import ast
import functools
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from html import unescape

from autograder.paths import ROOT

MARKDOWN = ("source/*.md", "source/*/*.md", "solutions/*.md", "docs/*.md", "README.md")
RELEASED = ("aides/*.py", "solutions/*.py")  # all their French is for students
ENGINE = ("autograder/**/*.py", "calibration/figures.py")  # their docstrings are English
TOML = ("autograder/**/*.toml",)
TEMPLATES = ("autograder/report/templates/*.html.j2",)
DRAWINGS = ("source/*/figures/*.svg",)
FENCE = re.compile(r"^ {0,3}(`{3,})(.*)$")
# A string of the engine's is French when some word or sign of it is; the others are codes.
FRENCH = re.compile(r"[À-ÿœŒ«»\u00a0…]|\b[ldnsmtcj]'|\b(?:le|la|les|un|une|des|de|du|et|est|pas)\b")
CODE = re.compile(r"\{[^}]*:[^}]*;")  # a style sheet
HEADER = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
ITALIC = re.compile(r"\*[^*]+\*")  # the English words of the glossary
NAME_TO_COME = re.compile(r"\$[a-z]+")  # of the exercise that a loop calls
IN_ENGLISH = "\n## English"
CODE_KEYS = {"before", "after", "id", "test", "family", "right", "wrong", "base", "source"}


@functools.cache
def texts() -> tuple[tuple[str, int, str], ...]:
    """(path, line, text) of every piece of prose."""
    return tuple(
        (str(path.relative_to(ROOT)), line, text)
        for patterns, read in READERS
        for pattern in patterns
        for path in sorted(ROOT.glob(pattern))
        if "bank" not in path.parts or path.suffix == ".toml"
        for line, text in read(path)
    )


def _markdown(path) -> Iterator[tuple[int, str]]:
    """The lines outside code blocks; of the Python ones of a lesson, the strings and comments."""
    text = path.read_text(encoding="utf-8")
    text = HEADER.sub(lambda header: "\n" * header[0].count("\n"), text).partition(IN_ENGLISH)[0]
    fence = tongue = ""
    code: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = FENCE.match(line)
        if fence and found and found[1] == fence and not found[2]:
            if tongue.startswith("python") and path.parent.parent.name == "source":
                yield from _python("\n".join(code), number - len(code) - 1)
            fence = ""
        elif fence:
            code.append(line)
        elif found:
            fence, tongue, code = found[1], found[2], []
        else:
            yield number, ITALIC.sub("", line) if path.name == "glossaire.md" else line


def _python(text: str, before: int = 0) -> Iterator[tuple[int, str]]:
    """The French strings, docstrings and comments of a piece of Python."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _french(node.value):
            yield before + node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and _french(token.string):
            yield before + token.start[0], token.string.lstrip("#")


def _french(text):
    return " " in text and FRENCH.search(text) and not CODE.search(text)


def _released(path):
    """Without the docstring of a solution's module, which is for teachers who program."""
    text = path.read_text(encoding="utf-8")
    first = ast.parse(text).body[0].end_lineno if path.parent.name == "solutions" else 0
    return ((line, one) for line, one in _python(text) if line > first)


def _engine(path):
    """What is printed: French strings that are not docstrings, but those of the hidden tests."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown, silent = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            text = node.value.partition("\n\n")[0] if node in shown else node.value
            if _french(text):
                yield node.lineno, text


def _docstrings(tree):
    """Those of the hidden tests, whose first paragraph students read, and the others."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found: dict[bool, set] = {True: set(), False: set()}
    for node in ast.walk(tree):
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr):
            found[getattr(node, "name", "").startswith("test_")].add(node.body[0].value)
    return found[True], found[False]


def _toml(path):
    text = path.read_text(encoding="utf-8")
    for key, value in _values(tomllib.loads(text)):
        if key not in CODE_KEYS and _french(value):
            place = text.find(value.splitlines()[0])
            yield text.count("\n", 0, max(place, 0)) + 1, NAME_TO_COME.sub("…", value)


def _values(node, key=""):
    if isinstance(node, dict):
        for name, one in node.items():
            yield from _values(one, name)
    elif isinstance(node, list):
        for one in node:
            yield from _values(one, key)
    elif isinstance(node, str):
        yield key, node


def _template(path):
    text = re.sub(r"<(style|script).*?</\1>|\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "¤", text, flags=re.S)
    yield from enumerate(text.splitlines(), start=1)


def _drawing(path):
    """What is written in a drawing, and what it is called."""
    text = re.sub(r"<(style|metadata).*?</\1>", "", path.read_text("utf-8"), flags=re.S)
    for number, line in enumerate(text.splitlines(), start=1):
        yield from ((number, unescape(one)) for one in re.findall(r">([^<]+)<", line))


READERS = (
    (MARKDOWN, _markdown),
    (RELEASED, _released),
    (ENGINE, _engine),
    (TOML, _toml),
    (TEMPLATES, _template),
    (DRAWINGS, _drawing),
)
