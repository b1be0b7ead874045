"""What `autograder collect` prints: who got what, then all that a person should know."""

from collections import Counter

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.classroom.collect import Report


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
        names = ", ".join(student.shown for student in report.missing)
        parts.append(Text(f"Rien reçu de {len(report.missing)} : {names}."))
    parts.append(Text(_count(report)))
    return Group(*parts)


def _count(report: Report) -> str:
    outcomes = Counter(line.outcome.value for line in report.lines)
    detail = " ; ".join(f"{outcome} : {number}" for outcome, number in outcomes.items())
    return f"Remises : {len(report.lines)}" + (f" ({detail})." if detail else ".")
