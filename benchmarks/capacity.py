"""What 10,000 and 1,000,000 submissions would take, by simulation from what was measured.

    nice python benchmarks/capacity.py [--measure] [--workers 2 16 64] [--copies 10000 1000000]

Each copy costs its worker one of the recorded costs (costs.py), drawn; then the one process that
writes enters it in the gradebook. --measure: what that takes is measured anew, in gradebooks that
hold more and more students already, and written to benchmarks/recorded/writing.json.
"""

import argparse
import heapq
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cached import judged_before
from class_speed import own_course, submit
from costs import RECORDED

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.course import opened
from autograder.classroom.grading import gradebook
from autograder.classroom.grading.fingerprint import grounds
from autograder.classroom.grading.judge import Order
from autograder.classroom.secret import secret_of
from autograder.submission.fill import references

NAME = "q_lineaire"
WRITING = RECORDED / "writing.json"
SIZES = (0, 1_000, 10_000)
ENTERED = 5  # copies, at each size
HOUR = 3600


def measured() -> Iterable[dict]:
    """The seconds of processor that entering a copy takes, by how many the gradebook holds."""
    names = [f"etudiant-{number}" for number in range(1 + ENTERED * len(SIZES))]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "cours"
        own_course(folder, ASSIGNMENTS[NAME])
        submit(
            folder, ASSIGNMENTS[NAME], [(one, "", references(ASSIGNMENTS[NAME])) for one in names]
        )
        judged_before(folder, ASSIGNMENTS[NAME], names)
        common = grounds(folder / "notebooks" / NAME, NAME, secret_of(folder))
        with opened(folder) as book:
            orders = [gradebook.look(folder, book, NAME, one, common, False) for one in names]
        waiting = iter([one for one in orders if isinstance(one, Order)])
        gradebook.enter(folder, next(waiting), False)  # loads nbgrader's converter
        held = 0
        for size in SIZES:
            add_students(folder / "gradebook.db", names[0], size - held)
            held = max(held, size)
            costs = []
            for _ in range(ENTERED):
                begun = time.process_time()
                gradebook.enter(folder, next(waiting), False)
                costs.append(time.process_time() - begun)
            print(f"{size} copies au carnet : {statistics.median(costs):.3f} s CPU", flush=True)
            yield {"held": size, "seconds": costs}
        sizes = [p.stat().st_size for p in (folder / "autograded" / names[0]).rglob("*")]
        yield {"bytes": sum(sizes)}


def add_students(path: Path, model: str, count: int) -> None:
    """Give the gradebook so many students with the marks of this one."""
    with sqlite3.connect(path) as book:
        (submission,) = book.execute(
            "SELECT id FROM submitted_assignment WHERE student_id = ?", (model,)
        )
        (notebook,) = book.execute(
            "SELECT id FROM submitted_notebook WHERE assignment_id = ?", submission
        )
        for _ in range(count):
            student, own, pages = (uuid.uuid4().hex for _ in range(3))
            _copy(book, "student", "id", model, {"id": student})
            changed = {"id": own, "student_id": student}
            _copy(book, "submitted_assignment", "id", submission[0], changed)
            changed = {"id": pages, "assignment_id": own}
            _copy(book, "submitted_notebook", "id", notebook[0], changed)
            for table in ("grade", "comment"):
                _copy(book, table, "notebook_id", notebook[0], {"notebook_id": pages})


_rows: dict[tuple[str, str], tuple[list[str], list[tuple]]] = {}


def _copy(book, table, key, value, changed):
    """Add a table's rows that have this value there, each with another identifier."""
    if (table, value) not in _rows:
        found = book.execute(f"SELECT * FROM {table} WHERE {key} = ?", (value,))
        _rows[table, value] = [column[0] for column in found.description], found.fetchall()
    columns, rows = _rows[table, value]
    new = [
        [
            {"id": uuid.uuid4().hex, **changed}.get(name, old)
            for name, old in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    book.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", new)


@dataclass(frozen=True)
class Writer:
    """What entering a copy takes: so much, and more for each that the gradebook holds already."""

    first: float
    each: float

    def seconds(self, held: int) -> float:
        return self.first + self.each * held


def writer(measures: list[dict]) -> Writer:
    """The line through the medians of what was measured."""
    sizes = [one["held"] for one in measures]
    medians = [statistics.median(one["seconds"]) for one in measures]
    slope, start = statistics.linear_regression(sizes, medians)
    return Writer(max(0.0, start), max(0.0, slope))


def simulated(
    costs: list[float], copies: int, workers: int, one: Writer
) -> tuple[float, float, float]:
    """Until when a class is judged, until when it is entered, and the workers' seconds."""
    draw = random.Random(copies)
    free, written, spent = [0.0] * workers, 0.0, 0.0
    for held in range(copies):
        cost = draw.choice(costs)
        end = heapq.heapreplace(free, free[0] + cost)
        end += cost
        spent += cost
        written = max(written, end) + one.seconds(held)
    return max(free), written, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="measure the writing anew")
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 16, 64])
    parser.add_argument("--copies", type=int, nargs="+", default=[10_000, 1_000_000])
    options = parser.parse_args()
    if options.measure:
        load = os.getloadavg()[0]
        *sizes, disk = measured()
        WRITING.write_text(json.dumps({"load": load, "writing": sizes, **disk}, indent=1) + "\n")
    recorded = json.loads((RECORDED / f"costs-{NAME}.json").read_text())["costs"]
    costs = [one["kernel"] + one["grader"] for one in recorded]
    writing = json.loads(WRITING.read_text())
    one = writer(writing["writing"])
    print(f"inscrire : {one.first:.3f} s, et {1e6 * one.each:.2f} µs par copie déjà au carnet")
    for copies in options.copies:
        gigabytes = copies * writing["bytes"] / 1e9
        print(f"{copies} copies : {gigabytes:.0f} Go dans autograded/")
        for workers in options.workers:
            judged, written, spent = simulated(costs, copies, workers, one)
            print(
                f"  {workers} ouvriers : jugées en {judged / HOUR:.1f} h "
                f"({spent / HOUR:.0f} heures de cœur), inscrites en {written / HOUR:.1f} h"
            )


if __name__ == "__main__":
    main()
