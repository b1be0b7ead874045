"""The reference answers: what solutions/ defines, whole or between nbgrader's markers."""

import ast
from pathlib import Path

from autograder.errors import BuildError

GIVEN = "Donné"  # a method whose docstring starts so is given with the stub, body and all


def read_source(path: Path) -> str:
    """The text of a file that the notebooks are built from."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BuildError(f"il manque le fichier {path}.") from error


def solution_code(name: str, solutions: Path, markers: bool) -> str:
    """Return the definition in solutions/<name>.py, its bodies between nbgrader's markers or not.

    Signatures and docstrings stay outside the markers: they are the student's stub.
    """
    path = solutions / f"{name}.py"
    text = read_source(path)
    definition = _definition(name, path, ast.parse(text))
    lines = text.rstrip().splitlines()
    if markers:
        for function, end in reversed(_functions(definition, len(lines))):
            _mark_body(lines, function, end, path)
    return "\n".join(lines[_first_line(definition) - 1 :])


def _definition(name: str, path: Path, module: ast.Module) -> ast.FunctionDef | ast.ClassDef:
    """Return the only definition of a solution file."""
    prelude = (ast.Expr, ast.Import, ast.ImportFrom)
    match [node for node in module.body if not isinstance(node, prelude)]:
        case [ast.FunctionDef() | ast.ClassDef() as definition] if definition.name == name:
            return definition
    raise BuildError(f"{path} doit définir « {name} » et rien d'autre.")


def _functions(
    definition: ast.FunctionDef | ast.ClassDef, last_line: int
) -> list[tuple[ast.FunctionDef, int]]:
    """Return the functions whose bodies are answers, each with the last line that is its own."""
    if isinstance(definition, ast.FunctionDef):
        return [(definition, last_line)]
    methods = [node for node in definition.body if isinstance(node, ast.FunctionDef)]
    ends = [_first_line(method) - 1 for method in methods[1:]] + [last_line]
    pairs = zip(methods, ends, strict=True)
    return [(method, end) for method, end in pairs if not _is_given(method)]


def _is_given(method: ast.FunctionDef) -> bool:
    return (ast.get_docstring(method) or "").startswith(GIVEN)


def _first_line(definition: ast.FunctionDef | ast.ClassDef) -> int:
    return min(node.lineno for node in [definition, *definition.decorator_list])


def _mark_body(lines: list[str], function: ast.FunctionDef, end: int, path: Path) -> None:
    """Put nbgrader's markers around a function's body, comments included."""
    if ast.get_docstring(function) is None or len(function.body) < 2:
        raise BuildError(f"{path} : « {function.name} » doit avoir une docstring et un corps.")
    while not lines[end - 1].strip():
        end -= 1
    indent = " " * function.body[0].col_offset
    lines.insert(end, f"{indent}### END SOLUTION")
    lines.insert(function.body[0].end_lineno or 0, f"{indent}### BEGIN SOLUTION")
