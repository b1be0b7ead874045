"""What `run_autograder` runs: a submission in Gradescope's folders → its results.json."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.catalogue import ASSIGNMENTS, Assignment
from autograder.classroom.collecting.versions import Version, is_notebook, latest
from autograder.classroom.gradescope.bundle import CHOSEN
from autograder.classroom.secret import secret_of
from autograder.judging import grading, variant
from autograder.judging.messages import parts
from autograder.judging.results import ExerciseResult, NotebookResult
from autograder.report.console import adapt_streams
from autograder.report.words import LABELS, mark
from autograder.student import sandbox
from autograder.submission.release import release_folder
from autograder.submission.submission import open_submission
from autograder.typography import unbreakable, unbreakable_values


def main(root: Path) -> None:
    """Grade root/submission and write root/results/results.json, whatever was handed in."""
    source = root / "source"
    assignment = ASSIGNMENTS[(source / CHOSEN).read_text(encoding="utf-8").strip()]
    found = _submission(root / "submission", assignment)
    if found is None:
        sentence = f"Aucun cahier « {assignment.name}.ipynb » dans la remise."
        result = grading.ungraded(assignment, "", [sentence])
    else:
        with variant.of_class(secret_of(source)):
            result = grading.grade(open_submission(found, assignment, release_folder(assignment)))
    if sandbox.warning(result.sandbox):
        print(unbreakable(sandbox.warning(result.sandbox)))  # on the output that only teachers see
    (root / "results").mkdir(exist_ok=True)
    written = json.dumps(results(result, assignment), ensure_ascii=False, indent=1)
    (root / "results" / "results.json").write_text(written, encoding="utf-8")


def results(result: NotebookResult, assignment: Assignment) -> dict[str, Any]:
    """The result as Gradescope documents it: a score, and one test a property."""
    exercises = enumerate(result.exercises, start=1)
    data = {
        "score": round(result.score, 6),
        "execution_time": round(result.seconds, 1),
        "output": "\n".join(_summary(result, assignment)),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [test for rank, one in exercises for test in _tests(rank, one)],
    }
    return unbreakable_values(data)


def _summary(result: NotebookResult, assignment: Assignment) -> Iterator[str]:
    yield f"{assignment.name} : {mark(result.score)} / {mark(result.max_score)}"
    for exercise in result.exercises:
        label, _ = LABELS[exercise.status]
        yield f"{exercise.id} : {mark(exercise.score)} / {mark(exercise.max_score)}, {label}"
    if assignment.manual:
        s = "s" * (len(assignment.manual) > 1)
        yield f"Question{s} écrite{s} : à noter à la main."
    yield from result.problems


def _tests(rank: int, exercise: ExerciseResult) -> Iterator[dict[str, Any]]:
    """The properties of an exercise; what explains a wrong answer comes with the first failure."""
    explained = False
    for place, test in enumerate(exercise.tests, start=1):
        lines = parts(test.finding) if test.finding else []
        if not test.passed and not explained:
            lines += [f"{m.name} : {m.explanation} Piste : {m.hint}" for m in exercise.diagnosis]
            explained = True
        yield {
            "number": f"{rank}.{place}",
            "name": f"{exercise.id} : {test.name}",
            "score": round(test.score, 6),
            "max_score": round(test.max_score, 6),
            "status": "passed" if test.passed else "failed",
            "output": "\n".join(lines),
            "output_format": "text",
            "visibility": "visible",
        }
    if not exercise.tests:
        yield {
            "number": str(rank),
            "name": exercise.id,
            "score": 0.0,
            "max_score": round(exercise.max_score, 6),
            "status": "failed",
            "output": LABELS[exercise.status][0],
            "output_format": "text",
            "visibility": "visible",
        }


def _submission(folder: Path, assignment: Assignment) -> Path | None:
    """The notebook of this assignment among what was handed in."""
    versions = [
        Version(path.name, path, datetime.fromtimestamp(path.stat().st_mtime).astimezone())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and is_notebook(path.name, path)
    ]
    return latest(versions, assignment).path if versions else None


if __name__ == "__main__":
    adapt_streams()
    main(Path(sys.argv[1]))
