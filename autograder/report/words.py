"""How marks and verdicts are written, in French."""

LABELS = {
    "passed": ("réussi", "#2e7d32"),
    "partial": ("en partie réussi", "#ef6c00"),
    "failed": ("à revoir", "#c62828"),
    "error": ("erreur à l'exécution", "#c62828"),
    "timeout": ("temps dépassé", "#c62828"),
    "missing": ("pas encore écrit", "#616161"),
}


def mark(value: float) -> str:
    """A mark as French writes it: 2,5."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def percent(share: float) -> str:
    """A share in whole percents: 62 %."""
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
