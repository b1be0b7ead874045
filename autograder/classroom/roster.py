"""Who is in the class, and which of them a name on a folder belongs to."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from nbgrader import api

from autograder.classroom.course import has_gradebook, opened

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d"})
_ASIDE = re.compile(r"[\[(][^\])]*[\])]")  # « Maëlle Côté [groupe 2] »
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])[0-9]{5,9}(?![0-9A-Za-z])")  # a student's, at school
_CLOSE = 0.7


@dataclass(frozen=True)
class Student:
    """A student of the gradebook; all but `id` may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def shown(self) -> str:
        """The name for people: « Zoé Côté (zcote) », or the identifier alone."""
        return f"{self.full_name} ({self.id})" if self.full_name else self.id


def read(course: Path) -> list[Student]:
    """The gradebook's students, in the order of their names."""
    if not has_gradebook(course):
        return []
    with opened(course) as gradebook:
        students = [student_of(entry) for entry in gradebook.students]
    return sorted(students, key=by_name)


def student_of(entry: api.Student) -> Student:
    """The same from an entry of nbgrader's, whose empty fields are None."""
    return Student(
        id=entry.id,
        first_name=entry.first_name or "",
        last_name=entry.last_name or "",
        email=entry.email or "",
        lms_id=entry.lms_user_id or "",
    )


def by_name(student: Student) -> tuple[str, str, str]:
    """Sort key: as a French class list, without regard to accents."""
    return key(student.last_name), key(student.first_name), student.id


def key(text: str) -> str:
    """What is compared of a name: its letters and digits, without case or accents.

    Moodle drops apostrophes from file names, Canvas all that is not a letter, and a Mac takes
    accents apart: what they all keep is compared.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    return "".join(c for c in decomposed if c.isalnum())


def slug(text: str) -> str:
    """A folder name made of a person's: « Maëlle Côté [groupe 2] » gives « maelle-cote »."""
    words = re.split(r"[\W_]+", re.sub("[’']", "", _without_asides(text)))
    return "-".join(filter(None, map(key, words)))


def matches(students: Iterable[Student], label: str, number: str = "") -> list[Student]:
    """The students whom this label of a folder, or this number of the school's system, names.

    The surest reading that names anybody is kept: the system's number, then the identifier or the
    e-mail, then the name as a whole, then the name without what stands in brackets.
    """
    students = list(students)
    whole, bare = key(label), key(_without_asides(label))
    numbers = {number, *_NUMBERS.findall(label)} - {""}
    unnumbered = key(_NUMBERS.sub(" ", _without_asides(label)))
    readings = (
        lambda s: s.lms_id != "" and s.lms_id in numbers,
        lambda s: s.id in numbers,
        lambda s: unicodedata.normalize("NFC", s.id) == label,
        lambda s: label.casefold() in (s.id.casefold(), s.email.casefold()),
        lambda s: whole in _names(s),
        lambda s: bare in _names(s),
        lambda s: unnumbered in _names(s),
    )
    for reading in readings:
        found = [student for student in students if reading(student)]
        if found:
            return found
    return []


def closest(students: Iterable[Student], label: str) -> Student | None:
    """The student whose name looks most like the label: to be proposed, never to be taken."""
    names = {name: student for student in students for name in _names(student)}
    near = get_close_matches(key(_without_asides(label)), names, n=1, cutoff=_CLOSE)
    return names[near[0]] if near else None


def _names(student: Student) -> set[str]:
    """The name in either order, alone or after the identifier."""
    first, last, own = key(student.first_name), key(student.last_name), key(student.id)
    if not first + last:
        return set()
    return {first + last, last + first, own + first + last, own + last + first}


def _without_asides(text: str) -> str:
    return _ASIDE.sub(" ", text).strip() or text
