"""What a collect did, and how `autograder collect` prints it: who got what, then the rest."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


class Outcome(StrEnum):
    """What became of one sender's notebook, as the report says it."""

    PLACED = "placée"
    SAME = "inchangée"
    REPLACED = "remplace la précédente"
    OLDER = "plus ancienne que la copie en place"
    KNOWN = "déjà collectée ; la copie en place a changé depuis"
    NONE = "aucun cahier"
    REFUSED = "refusée"


@dataclass
class Line:
    """One sender in the report; `remarks` are French sentences."""

    sender: str
    student: str
    outcome: Outcome
    notebook: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What went where; `missing` are the students of the list of whom nothing has come yet."""

    lines: list[Line]
    sentences: list[str]
    missing: list[str]
    complete: bool


def collect_report(report: Report) -> RenderableType:
    """The table of senders, the remarks on each, the other sentences and the count."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Reçu de", overflow="fold", ratio=3)
    table.add_column("Identifiant", overflow="fold", ratio=3)
    table.add_column("Cahier", overflow="fold", ratio=3)
    table.add_column("Suite", overflow="fold", ratio=2)
    for line in report.lines:
        cells = (line.sender, line.student, line.notebook or "—", line.outcome.value)
        table.add_row(*map(Text, cells))
    parts: list[RenderableType] = [table] if report.lines else []
    parts += [
        Text(f"• {line.sender} : {remark}") for line in report.lines for remark in line.remarks
    ]
    parts += [Text(f"• {sentence}") for sentence in report.sentences]
    if report.missing:
        names = ", ".join(report.missing)
        parts.append(Text(f"Rien reçu de {len(report.missing)} : {names}."))
    parts.append(Text(_count(report)))
    return Group(*parts)


def _count(report: Report) -> str:
    outcomes = Counter(line.outcome.value for line in report.lines)
    detail = " ; ".join(f"{outcome} : {number}" for outcome, number in outcomes.items())
    return f"Remises : {len(report.lines)}" + (f" ({detail})." if detail else ".")
