"""What `autograder verify` prints: the hidden tests put to the proof."""

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.proof.scores import REQUIRED, Proof

PROMISES = {
    "refused": "Fautes\nrefusées",
    "accepted": "Justes\nadmises",
    "killed": "Mutants\ntués",
    "named": "Fautes\nnommées",
    "equivalent": "Mutants\nneutres",
    "foiled": "Triches\ndéjouées",
    "seen": "Fautes\nvues",
    "shown": "Cartes\njustes",
}
WITHOUT_COLUMN = {"shown"}  # eighty columns are full: what is wrong there is told below


def proofs_report(proofs: list[Proof]) -> Group:
    """One line an exercise, then the answers that were not judged as they should be."""
    table = Table(
        title="Les tests cachés à l'épreuve",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=0,
    )
    table.add_column("Exercice", no_wrap=True)
    shown = [name for name in REQUIRED if name not in WITHOUT_COLUMN]
    for name in shown:
        required = REQUIRED[name]
        limit = f"{required:.0%}".replace("%", " %")
        least = "≥ " if required < 1 else ""
        table.add_column(f"{PROMISES[name]}\n{least}{limit}", justify="right")
    for proof in proofs:
        cells = [
            Text(str(score), style="" if score.reaches(REQUIRED[name]) else "bold red")
            for name, score in ((name, proof.scores[name]) for name in shown)
        ]
        table.add_row(proof.exercise, *cells)
    return Group(table, *(_problems(proof) for proof in proofs if proof.problems))


def _problems(proof: Proof) -> Text:
    text = Text(f"\n{proof.exercise}\n", style="bold")
    for answer, problem in proof.problems:
        text.append(f"• {answer.replace(chr(10), ' ⏎ ')}\n  {problem}\n", style="not bold")
    return text
