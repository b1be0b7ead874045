"""Which folder names can be students' identifiers."""

import unicodedata

from autograder.text import printable

PATTERNS = "*?[]"  # nbgrader looks for submissions by patterns: such a name would match others


def objection(student: str) -> str | None:
    """Why nbgrader cannot grade a student of this identifier, as a French sentence."""
    shown = printable(student)
    if student.startswith("."):
        return f"L'identifiant « {shown} » commence par un point : renommez ce dossier."
    if any(character in student for character in PATTERNS):
        return f"L'identifiant « {shown} » contient *, ?, [ ou ] : renommez ce dossier."
    if any(unicodedata.category(character).startswith("C") for character in student):
        return (
            f"L'identifiant « {shown} » contient un caractère invisible ou mal encodé : "
            "renommez ce dossier."
        )
    return None
