"""What a cell of a notebook is: the answer, the check, the demo, or something that was added."""

from nbformat import NotebookNode

from autograder.text import printable

DEMO_TAG = "entrainement"


def name_of(cell: NotebookNode) -> str:
    """What a teacher's cell is called: its grade_id, or its cell id."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id"))


def is_answer(cell: NotebookNode) -> bool:
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def is_written(cell: NotebookNode) -> bool:
    """Whether the cell is the answer to a written question, marked by hand."""
    return is_answer(cell) and bool(cell.metadata.nbgrader.get("grade"))


def is_check(cell: NotebookNode) -> bool:
    """Whether the cell is where the hidden tests' report goes."""
    return cell.metadata.get("nbgrader", {}).get("grade", False) and not is_answer(cell)


def is_locked(cell: NotebookNode) -> bool:
    return is_check(cell) or cell.metadata.get("nbgrader", {}).get("locked", False)


def is_demo(cell: NotebookNode) -> bool:
    """Whether the cell is a training to look at, too long to be run at grading."""
    return DEMO_TAG in cell.metadata.get("tags", [])


def is_runnable(cell: NotebookNode) -> bool:
    """Whether grading runs the cell: neither a check, nor a training demo, nor a stub set aside."""
    set_aside = cell.metadata.get("autograder", {}).get("set_aside")
    return cell.cell_type == "code" and not (is_check(cell) or is_demo(cell) or set_aside)


def is_added(cell: NotebookNode) -> bool:
    """Whether the student added the cell."""
    return cell.metadata.get("autograder", {}).get("added", False)


def answers_in(cell: NotebookNode) -> list[str]:
    """The exercises that the code of a cell answers: its own, and those written there too."""
    mine = cell.metadata.get("autograder", {})
    own = [name_of(cell)] if is_answer(cell) and not mine.get("set_aside") else []
    return [*own, *mine.get("answers", [])]


def first_line(source: str) -> str:
    """How a sentence names a cell: by its first line, and the next one where many begin alike."""
    lines = [line for line in source.splitlines() if line.strip()]
    line = "".join(lines[:1])
    if line.startswith("with ") and len(lines) > 1:
        line = f"{line} {lines[1].strip()}"
    return printable(line if len(line) <= 60 else line[:59] + "…")
