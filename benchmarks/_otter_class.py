"""Grades notebooks with otter-grader, one after the other; class_speed.py runs it.

    python benchmarks/_otter_class.py AUTOGRADER.zip NOTEBOOK…

The interpreter is that of an environment which has otter-grader and what the notebooks need. Prints
one JSON object: notebook → exercise → share of its points.
"""

import json
import sys

from otter.api import grade_submission


def main() -> None:
    tests, *notebooks = sys.argv[1:]
    marks = {}
    for notebook in notebooks:
        results = grade_submission(notebook, tests, quiet=True)
        marks[notebook] = {name: results.get_score(name) for name in results.results}
    print(json.dumps(marks))


if __name__ == "__main__":
    main()
