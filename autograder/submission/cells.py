"""What a cell of a notebook is: the answer, the check, the demo, or something that was added."""

import ast
import contextlib
import re
import warnings

from nbformat import NotebookNode

from autograder.text import printable

DEMO_TAG = "entrainement"


def name_of(cell: NotebookNode) -> str:
    """What a teacher's cell is called: its grade_id, or its cell id."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id"))


def is_answer(cell: NotebookNode) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def is_check(cell: NotebookNode) -> bool:
    """Whether the cell is where the hidden tests' report goes."""
    return cell.metadata.get("nbgrader", {}).get("grade", False) and not is_answer(cell)


def is_locked(cell: NotebookNode) -> bool:
    return is_check(cell) or cell.metadata.get("nbgrader", {}).get("locked", False)


def is_runnable(cell: NotebookNode) -> bool:
    """Whether grading runs the cell: neither a check, nor a training demo, nor a stub set aside."""
    mine = cell.metadata.get("autograder", {})
    demo = DEMO_TAG in cell.metadata.get("tags", [])
    return cell.cell_type == "code" and not (is_check(cell) or demo or mine.get("set_aside"))


def is_added(cell: NotebookNode) -> bool:
    """Whether the student added the cell."""
    return cell.metadata.get("autograder", {}).get("added", False)


def first_line(source: str) -> str:
    """How a sentence names a cell."""
    line = next((line for line in source.splitlines() if line.strip()), "")
    return printable(line if len(line) <= 60 else line[:59] + "…")


def definitions(source: str) -> set[str]:
    """The functions and classes that a cell defines at its top level (none on a syntax error)."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    without_magics = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    for code in (source, without_magics):
        with (
            contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError),
            warnings.catch_warnings(action="ignore"),
        ):
            return {node.name for node in ast.parse(code).body if isinstance(node, kinds)}
    return set()
