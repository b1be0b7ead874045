"""Whose file this is, by the names that Moodle, Canvas or a teacher's folders give.

Moodle writes « Prénom Nom_4410235_assignsubmission_file/… », a folder a student, or the same in
front of each file's name; the number is the participant's, proper to one Moodle assignment. Canvas
writes « nomprénom_4410_98765_cahier.ipynb »: the user's number, then the file's, and « LATE »
before them. Brightspace writes a folder for each copy, « 397063-2557369 - Prénom Nom - 24 sept.
2026 2126 », Blackboard « Devoir_identifiant_attempt_2026-09-24-21-26-00_cahier.ipynb ». A student
number of five figures or more is read in front of a name or behind it, as Omnivox and teachers
write it. Any other folder is named after the student.

A student chooses names too: only the system's own part, at one depth for all, is ever read.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from autograder.classroom.collecting.archive import Entry
from autograder.classroom.roster import key

System = Literal["moodle", "canvas", "brightspace", "blackboard", "numéro", "dossier", "fichier"]

# The first match from the left is the system's own: what the student chose stands after it.
_MOODLE = re.compile(
    r"(?P<name>.*?)_(?P<number>[0-9]{1,18})_assignsubmission_[a-z]+(?:_(?P<rest>.*))?", re.DOTALL
)
_CANVAS = (
    re.compile(
        r"(?P<late>LATE_)?(?P<name>anon_(?P<number>[A-Za-z0-9]+))"
        r"_(?P<ticket>[0-9]{1,18})_(?P<rest>.+)",
        re.DOTALL,
    ),
    re.compile(
        r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>[0-9]{1,18})"
        r"_(?P<ticket>[0-9]{1,18})_(?P<rest>.+)",
        re.DOTALL,
    ),
    re.compile(
        r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>[0-9]{1,18})"
        r"(?P<ticket>)_(?P<rest>(text|link)\.html)",
        re.DOTALL,
    ),
)
_BRIGHTSPACE = re.compile(
    r"[0-9]{1,18}-[0-9]{1,18} - (?P<name>.+?) - (?P<time>[^-]*[0-9]{4} [0-9]{3,4}(?: [AP]M)?)"
    r"(?: - (?P<rest>.+))?",
    re.DOTALL,
)
_BLACKBOARD = re.compile(
    r".+?_(?P<name>[^_]+)_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<rest>.+)|\.txt)",
    re.DOTALL,
)
_NUMBERED = (
    re.compile(r"(?P<name>[^0-9]+?)[_ -]+(?P<number>[0-9]{5,9})[_ -]+(?P<rest>[^/]+)", re.DOTALL),
    re.compile(r"(?P<number>[0-9]{5,9})[_ -]+(?P<name>[^0-9_]+)_(?P<rest>[^/]+)", re.DOTALL),
)
_COPY_OF = re.compile(r"\b(?:copie de|copy of)\s", re.IGNORECASE)
# How the names of the months begin, in English and in French.
_MONTHS = (
    ("jan", "janv"),
    ("feb", "févr", "fév"),
    ("mar", "mars"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "août"),
    ("sep", "sept"),
    ("oct",),
    ("nov",),
    ("dec", "déc"),
)


@dataclass(frozen=True)
class Sender:
    """Who handed in, as the school's system names them; `number` is its own, or empty.

    The label of a « fichier » is a guess: all that a lone file's name says.
    """

    system: System
    label: str
    number: str = ""

    @property
    def key(self) -> str:
        """One sender over several archives: the same number, or the same name without one."""
        return f"{self.system}:{self.number or self.label}"


@dataclass(frozen=True)
class Handed:
    """One file of a sender's; `parts` is its place among what they handed in.

    `ticket` is the number that Canvas gave to the file; `own` tells that the folder is one of
    nbgrader's, where a timestamp.txt is not the student's.
    """

    sender: Sender
    entry: Entry
    parts: tuple[str, ...]
    late: bool = False
    ticket: str = ""
    own: bool = False


Reading = Callable[[Entry], Handed | None]


def sort(
    entries: Sequence[Entry], assignment: str, is_student: Callable[[str], bool]
) -> tuple[list[Handed], list[Entry]]:
    """The files with a sender, and those without.

    `is_student` tells whether a folder's name is that of a student: what stands in it is theirs.
    """
    reading = _reading(entries, assignment, is_student)
    handed, unknown = [], []
    for entry in entries:
        found = reading(entry)
        if found is None:
            unknown.append(entry)
        else:
            handed.append(found)
    return handed, unknown


def _reading(
    entries: Sequence[Entry], assignment: str, is_student: Callable[[str], bool]
) -> Reading:
    """How the names of this archive are to be read: one way, at one depth, for all of it."""
    tops = {entry.parts[0] for entry in entries}
    wrapped = len(tops) == 1 and not is_student(min(tops))
    for depth in (0, 1)[: 1 + wrapped]:
        for system in (_moodle, _brightspace, _blackboard, _canvas, _numbered):

            def reading(entry, system=system, depth=depth):
                return system(entry, entry.parts[depth:])

            if _holds(reading, entries):
                return reading
    return _folders(entries, assignment, wrapped, is_student)


def _holds(reading: Reading, entries: Sequence[Entry]) -> bool:
    """Whether most files read so, and no number goes to two names."""
    senders = [handed.sender for handed in map(reading, entries) if handed]
    names = {(sender.number, key(sender.label)) for sender in senders}
    numbers = [sender.number for sender in senders]
    one_each = not any(numbers) or len(names) == len(set(numbers))
    return 2 * len(senders) > len(entries) and one_each


def _moodle(entry: Entry, parts: tuple[str, ...]) -> Handed | None:
    match = _MOODLE.fullmatch(parts[0]) if parts else None
    if match is None:
        return None
    rest = tuple(filter(None, (match["rest"], *parts[1:])))
    return Handed(Sender("moodle", match["name"], match["number"]), entry, rest) if rest else None


def _canvas(entry: Entry, parts: tuple[str, ...]) -> Handed | None:
    if len(parts) != 1:
        return None
    for match in filter(None, (pattern.fullmatch(parts[0]) for pattern in _CANVAS)):
        sender = Sender("canvas", match["name"], match["number"])
        late, ticket = bool(match["late"]), match["ticket"]
        return Handed(sender, entry, (match["rest"],), late=late, ticket=ticket)
    return None


def _brightspace(entry: Entry, parts: tuple[str, ...]) -> Handed | None:
    match = _BRIGHTSPACE.fullmatch(parts[0]) if parts else None
    rest = tuple(filter(None, (match["rest"], *parts[1:]))) if match else ()
    if match is None or not rest:
        return None
    sent = _time_in_words(match["time"])
    return Handed(Sender("brightspace", match["name"]), replace(entry, time=sent), rest)


def _time_in_words(text: str) -> datetime | None:
    """« Sep 24, 2026 926 PM » or « 24 sept. 2026 2126 », in the time of this machine."""
    word = re.search(r"[^\W\d]{3,}", text)
    figures = list(map(int, re.findall(r"[0-9]+", text)))
    name = word[0].casefold() if word else ""
    number = next((n for n, names in enumerate(_MONTHS, 1) if name.startswith(names)), 0)
    if not number or len(figures) != 3:
        return None
    day, year, hour = figures
    hours = hour // 100 % 12 + 12 * text.endswith("PM") if text.endswith("M") else hour // 100
    try:
        return datetime(year, number, day, hours, hour % 100).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _blackboard(entry: Entry, parts: tuple[str, ...]) -> Handed | None:
    match = _BLACKBOARD.fullmatch(parts[0]) if len(parts) == 1 else None
    if match is None:
        return None
    try:
        sent = datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S").astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    rest = match["rest"] or "remise.txt"  # what Blackboard itself says of the copy
    return Handed(Sender("blackboard", match["name"]), replace(entry, time=sent), (rest,))


def _numbered(entry: Entry, parts: tuple[str, ...]) -> Handed | None:
    """A file whose name begins with the student's name and number; folders are read as they are."""
    if len(parts) != 1:
        return None
    for match in filter(None, (pattern.fullmatch(parts[0]) for pattern in _NUMBERED)):
        label = match["name"].replace("_", " ").strip(" -")
        return Handed(Sender("numéro", label, match["number"]), entry, (match["rest"],))
    return None


def _folders(
    entries: Sequence[Entry], assignment: str, wrapped: bool, is_student: Callable[[str], bool]
) -> Reading:
    """A folder a student, perhaps all in one more, as `<student>/<assignment>/…` of nbgrader."""
    deep = all(len(entry.parts) > 2 and entry.parts[1] != assignment for entry in entries)
    flat = all(len(entry.parts) == 2 for entry in entries) and any(
        is_student(_label_of_file(entry.parts[1], assignment)) for entry in entries
    )
    depth = int(wrapped and (deep or flat))

    def reading(entry):
        parts = entry.parts[depth:]
        if len(parts) == 1:
            label = _label_of_file(parts[0], assignment)
            return Handed(Sender("fichier", label), entry, parts) if label else None
        own = len(parts) > 2 and parts[1] == assignment
        label = parts[0] if is_student(parts[0]) else _without(assignment, parts[0]) or parts[0]
        return Handed(Sender("dossier", label), entry, parts[1 + own :], own=own)

    return reading


def _label_of_file(name: str, assignment: str) -> str:
    """« q_lineaire_zcote.ipynb » and « zcote.ipynb » are of zcote; a bare assignment of nobody."""
    stem, notebook, _ = name.partition(".ipynb")
    return _without(assignment, _COPY_OF.sub("", stem)) if notebook else ""


def _without(assignment: str, name: str) -> str:
    """A name without the assignment's, as « q_lineaire », « q-lineaire » or « q lineaire (1) »."""
    wanted = re.escape(assignment).replace("_", "[-_ ]")
    return re.sub(rf"{wanted}(?: ?\([0-9]{{1,3}}\))?", "", name, flags=re.I).strip(" _-.")
