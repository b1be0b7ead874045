"""How marks, verdicts and times are written, in French."""

from datetime import datetime

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


def moment(when: datetime) -> str:
    """A time with its zone: 15/02/2027 à 23 h 59 (EST, UTC−05:00)."""
    offset = when.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}".replace("-", "−")
    name = when.strftime("%Z")
    if name == "UTC":
        zone = name
    elif name.isalpha():
        zone = f"{name}, {zone}"
    return f"{when:%d/%m/%Y à %H h %M} ({zone})"


def duration(seconds: float) -> str:
    """A time to wait, no finer than it can be known: 40 s, 12 min, 3 h 05 min."""
    if seconds < 60:
        return f"{max(1, round(seconds))}\N{NO-BREAK SPACE}s"
    hours, minutes = divmod(-int(-seconds // 60), 60)
    words = f"{hours}\N{NO-BREAK SPACE}h {minutes:02d}" if hours else str(minutes)
    return f"{words}\N{NO-BREAK SPACE}min"


def span(least: float, most: float) -> str:
    """A time to wait of which only this is known: 40 s, de 3 min à 5 min."""
    first, last = duration(least), duration(most)
    return first if first == last else f"de {first} à {last}"


def lateness(seconds: float) -> str:
    """How late, in the two largest units, rounded up to the minute: 2 j 3 h."""
    minutes = -int(-seconds // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = ((days, "j"), (hours, "h"), (minutes, "min"))
    first = next((place for place, (count, _) in enumerate(units) if count), 2)
    return " ".join(f"{count} {name}" for count, name in units[first : first + 2] if count)
