"""How long a visible check takes in its own notebook, as a student waits for it.

    python benchmarks/checks.py [--assignment dqn] [--wrong 1]

The teacher's notebook is run in its kernel, trainings left out; then each check again: first with
the right answer, then with wrong ones of its bank. Seconds of the clock, then of the kernel's
processor, which depend less on what else runs. Targets: 2 s, and 10 s for a training loop.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.catalogue import ASSIGNMENTS
from autograder.judging import visible
from autograder.paths import ROOT
from autograder.proof.bank import variants
from autograder.submission.cells import name_of


@contextmanager
def opened(assignment: str) -> Iterator[tuple[NotebookClient, dict[str, NotebookNode]]]:
    """The kernel of an assignment's notebook, all but its trainings run; its cells by name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(ROOT / "source" / assignment, Path(scratch) / assignment))
        notebook = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
        notebook.cells.append(new_code_cell("__import__('time').process_time()"))
        about = {"metadata": {"path": str(folder)}}
        client = NotebookClient(notebook, timeout=None, resources=about)
        with client.setup_kernel():
            for place, cell in enumerate(notebook.cells):
                if "entrainement" not in cell.metadata.get("tags", []):
                    client.execute_cell(cell, place)
            yield client, {name_of(cell): cell for cell in notebook.cells if name_of(cell)}


def spent(client: NotebookClient, cell: NotebookNode) -> str:
    """What running a cell takes, and whether it succeeds."""
    start, used, failed = time.monotonic(), processor(client), ""
    try:
        client.execute_cell(cell, client.nb.cells.index(cell))
    except CellExecutionError:
        failed = " ✗"
    return f"{time.monotonic() - start:.1f} s ({processor(client) - used:.1f} s CPU){failed}"


def processor(client: NotebookClient) -> float:
    """The seconds of the processor that the kernel has had."""
    cell = client.nb.cells[-1]
    client.execute_cell(cell, len(client.nb.cells) - 1)
    return float(cell.outputs[0]["data"]["text/plain"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", choices=ASSIGNMENTS, action="append")
    parser.add_argument("--wrong", type=int, default=1, help="answers an exercise")
    options = parser.parse_args()
    for name in options.assignment or ASSIGNMENTS:
        with opened(name) as (client, cells):
            for exercise in filter(visible.declared, ASSIGNMENTS[name].exercises):
                check, answer = cells[f"test_{exercise}"], cells[exercise]
                told, reference = [f"juste {spent(client, check)}"], answer.source
                for wrong, source in list(variants(exercise, "wrong").items())[: options.wrong]:
                    answer.source = source
                    spent(client, answer)
                    told.append(f"{wrong} {spent(client, check)}")
                answer.source = reference
                spent(client, answer)
                print(f"{name} {exercise} : {', '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
