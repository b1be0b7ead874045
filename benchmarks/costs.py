"""What each copy of a class costs, in seconds of processor: the data of the simulations.

    nice python benchmarks/costs.py [--assignment q_lineaire] [--copies 60] [--wrong 0.5] [--record]

Copies are drawn as in class_size.py and judged one after the other in one process, as a worker of a
class does. Told of each: the exercise that it has wrong, what it cost the kernel and the grader.
--record: written too, to benchmarks/recorded/costs-ASSIGNMENT.json.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import nbformat
from class_size import drawn
from one_copy import measured

from autograder.catalogue import ASSIGNMENTS
from autograder.classroom.grading.judge import Order
from autograder.submission.fill import fill, references
from autograder.submission.release import release_folder, teacher_notebook

RECORDED = Path(__file__).with_name("recorded")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assignment", default="q_lineaire", choices=list(ASSIGNMENTS))
    parser.add_argument("--copies", type=int, default=60)
    parser.add_argument("--wrong", type=float, default=0.5, help="the share with a wrong answer")
    parser.add_argument("--record", action="store_true", help="write them down")
    options = parser.parse_args()
    assignment = ASSIGNMENTS[options.assignment]
    blank = teacher_notebook(release_folder(assignment), assignment)
    warm = ("", "", references(assignment))  # loads the libraries
    costs, load = [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as place:
        order = Order("", assignment.name, Path(place), release_folder(assignment), (), 1, "")
        for student, wrong, answers in [warm, *drawn(assignment, options.copies, options.wrong)]:
            nbformat.write(fill(blank, answers), Path(place) / f"{assignment.name}.ipynb")
            stages = measured(order)
            if student:
                kernel, grader = sum(stages.kernel.values()), sum(stages.grader.values())
                costs.append({"wrong": wrong, "kernel": kernel, "grader": grader})
                print(f"{student} {wrong or 'juste'} {kernel:.2f} {grader:.2f}", flush=True)
    if options.record:
        text = json.dumps({"load": load, "costs": costs}, indent=1) + "\n"
        (RECORDED / f"costs-{assignment.name}.json").write_text(text)


if __name__ == "__main__":
    main()
