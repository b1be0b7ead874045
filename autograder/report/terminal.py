"""The tables that the commands print."""

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.judging.results import ExerciseResult, NotebookResult, StudentResult
from autograder.proof.scores import REQUIRED, Proof
from autograder.report.words import LABELS, mark

PROMISES = {
    "refused": "Fautes\nrefusées",
    "accepted": "Justes\nacceptées",
    "killed": "Mutants\ntués",
    "named": "Fautes\nnommées",
    "equivalent": "Mutants\nneutres",
}


def notebook_report(result: NotebookResult) -> Group:
    """A table with one line an exercise, then what failed in those that were written."""
    table = Table(title=f"{result.notebook} : {mark(result.score)} / {mark(result.max_score)}")
    table.add_column("Exercice")
    table.add_column("Note", justify="right")
    table.add_column("État")
    for exercise in result.exercises:
        marks = f"{mark(exercise.score)} / {mark(exercise.max_score)}"
        table.add_row(exercise.id, marks, LABELS[exercise.status][0])
    written = [e for e in result.exercises if e.status not in ("passed", "missing")]
    return Group(table, *(_failures(exercise) for exercise in written))


def _failures(exercise: ExerciseResult) -> Text:
    text = Text(f"\n{exercise.id}\n", style="bold")
    for mistake in exercise.diagnosis:
        text.append(f"Diagnostic : {mistake.name}.\n", style="bold yellow")
        text.append(f"  {mistake.explanation} Piste : {mistake.hint}\n", style="not bold")
    for test in exercise.tests:
        if not test.passed:
            text.append(f"✗ {test.name}\n", style="not bold red")
            text.append(f"  {test.message}\n", style="not bold")
    return text


def class_table(results: list[StudentResult]) -> Table:
    """One line a student, one column an exercise."""
    table = Table(
        title=f"Notes de « {results[0].assignment} »", box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("Étudiant", no_wrap=True)
    for exercise in results[0].exercises:
        heading = exercise.id.replace("_", "_\n") + f"\n/ {mark(exercise.max_score)}"
        table.add_column(heading, justify="right", vertical="bottom", overflow="fold")
    table.add_column(f"Total\n/ {mark(results[0].max_score)}", justify="right", style="bold")
    for result in results:
        marks = [mark(exercise.score) for exercise in result.exercises]
        table.add_row(result.student, *marks, mark(result.score))
    return table


def proofs_report(proofs: list[Proof]) -> Group:
    """One line an exercise, then the answers that were not judged as they should be."""
    table = Table(title="Les tests cachés à l'épreuve", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Exercice", no_wrap=True)
    for name, required in REQUIRED.items():
        limit = f"{required:.0%}".replace("%", " %")
        table.add_column(
            f"{PROMISES[name]}\n({'≥ ' if required < 1 else ''}{limit})", justify="right"
        )
    for proof in proofs:
        cells = [
            Text(str(score), style="" if score.reaches(REQUIRED[name]) else "bold red")
            for name, score in proof.scores.items()
        ]
        table.add_row(proof.exercise, *cells)
    return Group(table, *(_problems(proof) for proof in proofs if proof.problems))


def _problems(proof: Proof) -> Text:
    text = Text(f"\n{proof.exercise}\n", style="bold")
    for answer, problem in proof.problems:
        text.append(f"• {answer.replace(chr(10), ' ⏎ ')}\n  {problem}\n", style="not bold")
    return text
