"""Which student of the class each sender is; a doubt is told, never settled by a guess."""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from autograder.classroom import roster
from autograder.classroom.collecting.senders import Sender
from autograder.classroom.deposits import Deposit
from autograder.classroom.roster import Student
from autograder.errors import UsageError
from autograder.text import printable

_PLAIN = re.compile(r"[A-Za-z0-9][\w.@-]{0,63}", re.ASCII)
_LONGEST = 60


@dataclass(frozen=True)
class Owner:
    """The identifier that a sender's files go under; `remarks` are French sentences."""

    student: str
    listed: bool
    by_hand: bool = False
    remarks: list[str] = field(default_factory=list)


def decide(
    senders: Iterable[Sender],
    students: list[Student],
    known: Mapping[str, Deposit],
    by_hand: Mapping[str, str],
    emails: Mapping[str, str],
) -> dict[Sender, Owner | None]:
    """Each sender's owner; None where a file's name alone tells nothing.

    `by_hand` gives identifiers to labels or numbers, as the teacher said now; `known` remembers
    what the teacher said before; `emails` are those of Moodle's participants, by number. Raises
    UsageError for an identifier that cannot be one.
    """
    for student in by_hand.values():
        _require_plain(student, students)
    senders = list(senders)
    group = _group([sender.label for sender in senders if sender.system == "moodle"])
    owners = {
        sender: _owner(sender, students, known.get(sender.key), by_hand, emails, group)
        for sender in senders
    }
    taken = {student.id for student in students if _named(student)}
    shared = [name for name, times in Counter(_identifiers(owners)).items() if times > 1]
    for sender, owner in owners.items():
        if owner and owner.student in shared and not owner.by_hand:
            doubt = f"Plusieurs remises sont au nom de {owner.student}."
            owners[sender] = _derived(sender, taken | set(_identifiers(owners)), doubt)
    return owners


def _group(labels: list[str]) -> str:
    """What Moodle writes before all the names where the class is in groups, « Groupe 01- »; or "".

    One name alone does not tell it from the first half of « Jean-Éric ».
    """
    first = min(labels, default="")
    prefixes = (first[: i + 1] for i in range(len(first) - 1, -1, -1) if first[i] == "-")
    several = len(set(labels)) > 1
    return next(
        (one for one in prefixes if several and all(each.startswith(one) for each in labels)), ""
    )


def _owner(
    sender: Sender,
    students: list[Student],
    deposit: Deposit | None,
    by_hand: Mapping[str, str],
    emails: Mapping[str, str],
    group: str,
) -> Owner | None:
    for said in (sender.label, sender.number):
        if said and said in by_hand:
            return Owner(by_hand[said], listed=True, by_hand=True)
    if deposit is not None and deposit.by_hand:
        return Owner(deposit.student, listed=True, by_hand=True)
    email = emails.get(sender.number) if sender.system == "moodle" else None
    found = roster.matches(students, email) if email else []
    found = found or roster.matches(students, sender.label, sender.number)
    if sender.system == "moodle" and group and not found:
        found = roster.matches(students, sender.label.removeprefix(group), sender.number)
    found = [student for student in found if _usable(student.id)]
    if len(found) == 1:
        return Owner(found[0].id, listed=True)
    if sender.system == "fichier":
        return None
    taken = {student.id for student in students if _named(student)}
    if found:
        names = ", ".join(student.shown for student in found)
        return _derived(sender, taken, f"Plusieurs étudiants de la liste portent ce nom : {names}.")
    if not taken:
        return _derived(sender)
    near = roster.closest(students, sender.label[:200])
    hint = f" Est-ce {near.shown} ?" if near else ""
    return _derived(sender, taken, f"Ce nom n'est pas dans la liste du carnet de notes.{hint}")


def has_names(students: Iterable[Student]) -> bool:
    """Whether somebody made a list of the class: nbgrader itself enters bare identifiers."""
    return any(map(_named, students))


def _named(student: Student) -> bool:
    return bool(student.full_name or student.email)


def _identifiers(owners: Mapping[Sender, Owner | None]) -> list[str]:
    return [owner.student for owner in owners.values() if owner]


def _derived(sender: Sender, taken: Container[str] = (), doubt: str = "") -> Owner:
    """An identifier made of the sender's own name, the same at each collect, and nobody else's."""
    if not sender.number and _PLAIN.fullmatch(sender.label):
        student = sender.label
    else:
        name = roster.slug(sender.label)[:_LONGEST] or "sans-nom"
        student = "-".join(filter(None, (name, sender.number)))
    if student in taken:
        student += "-" + hashlib.sha256(sender.key.encode()).hexdigest()[:6]
    if not doubt:
        return Owner(student, listed=False)
    label = printable(sender.number or sender.label)
    cure = f'Placée sous « {student} » ; sinon : --match "{label}=IDENTIFIANT".'
    return Owner(student, listed=False, remarks=[f"{doubt} {cure}"])


def _usable(student: str) -> bool:
    """Whether an identifier can be the name of a folder, and of nothing else."""
    hidden = student.startswith(".") or student != student.strip()
    return bool(student) and not hidden and not re.search(r"[/\\\x00-\x1f]", student)


def _require_plain(student: str, students: list[Student]) -> None:
    if not _usable(student):
        raise UsageError(f"« {printable(student)} » ne peut pas être un identifiant.")
    if has_names(students) and student not in {s.id for s in students}:
        raise UsageError(f"Aucun étudiant « {student} » dans le carnet de notes.")
