"""Time the cells whose duration a notebook announces, as a student runs them.

    python calibration/durations.py [--times 1] [--minutes 2]

A text announces the duration of the cell that follows it, in words that are marked
`<!-- mesure: duree.NAME -->`. This cell is run in a process of its own, with the solutions, after
what the cells before it import and define: their trainings are left out. What it leaves to be
written is what its comment gives for example. A cell that compares variants over five seeds is
timed with one of them, each time another, for a fifth. What is counted is the processor's time, of
which a notebook uses one: on a quiet machine, it is what a student waits. What is already recorded
is kept; with --minutes, no run begins after so long: a measure that was stopped goes on where it
was.
"""

import argparse
import ast
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import recorded_measures

from autograder.paths import ROOT

NAME = "durations"
NOTEBOOKS = sorted(ROOT.glob("source/*/*.ipynb"))
ANNOUNCED = re.compile(r"<!-- mesure: duree\.(\S+) -->")
TO_WRITE = re.compile(r"^(\w+ = )\S+  # par exemple\s?: (.+)$", re.MULTILINE)
SEEDS = "range(5)"  # as a comparison writes them
ONE_SEED = "import experiences\nexperiences.GRAINES_AU_MOINS = 1\n"
SHOWN = "from IPython.display import display"  # as a notebook has it
BEGIN = "import time\nbegun_at = time.process_time()"
END = "print(time.process_time() - begun_at)"
MARGIN = 1.25  # a student's machine may be slower
# What a text says → how long it lets a reader wait, at most.
WORDS = {
    "quelques secondes": 10,
    "une vingtaine de secondes": 20,
    "une demi-minute": 30,
    "trois quarts de minute": 45,
    "une minute": 60,
    "une minute et demie": 90,
    "deux minutes": 120,
    "trois minutes": 180,
    "quatre minutes": 240,
    "cinq minutes": 300,
    "six minutes": 360,
    "huit minutes": 480,
    "dix minutes": 600,
    "un quart d'heure": 900,
    "vingt minutes": 1200,
}


def announced() -> Iterator[tuple[str, Path, str, str]]:
    """The runs that the notebooks announce: name, notebook, what to run before, what to time."""
    for path in NOTEBOOKS:
        before, name = [], None
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                if name:
                    yield name, path, "\n".join(before), TO_WRITE.sub(r"\1\2", cell.source)
                tooling = cell.metadata.get("jupyter", {}).get("source_hidden")
                before.append(cell.source if tooling else definitions(cell.source))
                name = None
            elif found := ANNOUNCED.search(cell.source):
                name = found.group(1)


def definitions(source: str) -> str:
    """What a cell imports and defines: functions, classes, names in capitals, empty collections."""
    return "\n".join(ast.unparse(one) for one in ast.parse(source).body if _defines(one))


def _defines(node):
    if isinstance(node, ast.Assign):
        capitals = all(isinstance(one, ast.Name) and one.id.isupper() for one in node.targets)
        return capitals or ast.unparse(node.value) in ("{}", "[]")
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def seconds(folder: Path, before: str, source: str) -> float:
    """How long a cell computes, on one processor, in a process that has run another."""
    script = "\n".join([SHOWN, before, BEGIN, source, END])
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return round(float(ran.stdout.splitlines()[-1]), 1)


def words(share: int, found: list[float]) -> str:
    """What to announce of a run, of which one part in `share` was timed a few times."""
    lasts = MARGIN * share * min(found)  # the least disturbed
    return next(said for said, limit in WORDS.items() if lasts <= limit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=1, help="that each run is timed")
    parser.add_argument("--minutes", type=float, default=60.0, help="after which no run begins")
    options = parser.parse_args()
    began = time.monotonic()
    known = recorded_measures.path_of(NAME).exists()
    runs = recorded_measures.read(NAME)["runs"] if known else {}
    for name, path, before, source in announced():
        one = runs.setdefault(name, {"share": 5 if SEEDS in source else 1, "found": []})
        for seed in range(len(one["found"]), options.times):
            if time.monotonic() - began > 60 * options.minutes:
                return
            part = source.replace(SEEDS, f"[{seed}]")
            first = before + "\n" + ONE_SEED if part != source else before
            one["found"].append(seconds(path.parent, first, part))
            command = f"python calibration/durations.py --times {options.times}"
            recorded_measures.write(NAME, command, {"runs": runs})


if __name__ == "__main__":
    main()
