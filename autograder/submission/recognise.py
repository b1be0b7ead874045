"""Find which of the teacher's cells each submitted cell is: by name, code, text, then place.

Platforms drop the cells' identifiers, make new ones, or lose all the metadata; what students wrote
is still where they wrote it. A cell is recognised by its grade_id or its cell id, then by the
answer that it defines, then by the teacher's text (exact or near), then by its place.
"""

import functools
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.submission.cells import is_answer, is_demo, is_runnable, name_of
from autograder.submission.python import definitions

NEAR = 0.6  # of the words in common: the same text, edited
LIKE_STUB = 0.3  # an answer that kept the docstring
MAX_COMPARED = 400  # cells that nothing names, compared word by word
NO_BREAK_SPACES = str.maketrans("\xa0\u202f", "  ")  # which a chat or a page makes ordinary ones
FRAGMENT_LINES = 2  # of code that runs: a single line may be a coincidence


@dataclass
class Recognised:
    """Submitted cells, by position.

    owner: for each teacher's cell found, the submitted cell that it is.
    left_out: the submitted cells that hold nothing of the student's: copies and pieces of the
        teacher's cells; for each, which one.
    elsewhere, repeated: the answers found in another cell than theirs, or several times.
    """

    owner: dict[int, int] = field(default_factory=dict)
    left_out: dict[int, int] = field(default_factory=dict)
    elsewhere: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    def place_of(self) -> dict[int, int]:
        """For each submitted cell that is, or was part of, a teacher's cell: which one."""
        return {i: j for j, i in self.owner.items()} | self.left_out


def recognise(submitted: list[NotebookNode], teacher: list[NotebookNode]) -> Recognised:
    """Pair the submitted cells with the teacher's, each at most once."""
    return _Pairing(submitted, teacher).pair()


@functools.lru_cache(maxsize=256)  # more than the cells of a notebook, each asked for many times
def key(source: str) -> str:
    """The text of a cell without what platforms change when they save it."""
    lines = unicodedata.normalize("NFC", source).translate(NO_BREAK_SPACES).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def words(source: str) -> Counter:
    """How many times a text has each of its words."""
    return Counter(key(source).split())


class _Pairing:
    def __init__(self, submitted, teacher):
        self.submitted, self.teacher = submitted, teacher
        self.keys = [key(cell.source) for cell in submitted]
        self.teacher_keys = [key(cell.source) for cell in teacher]
        self.words = [words(text) for text in self.keys]
        self.teacher_words = [words(text) for text in self.teacher_keys]
        self.answers = [j for j, cell in enumerate(teacher) if is_answer(cell)]
        self.defined: dict[int, frozenset[str]] = {}  # what each submitted cell defines, once asked
        self.found = Recognised()

    def pair(self) -> Recognised:
        named = self._named()
        identified = bool(named)
        for j in set(named) - set(self.answers):
            self._retain(j, named[j])
        self._by_exact_text()
        for j in self.answers:
            self._by_definition(j, named[j], identified=identified)
        self._by_near_text()
        self._by_demo()
        self._leave_fragments_out()
        for j in self.answers:
            self._by_place(j)
        return self.found

    def _free(self) -> list[int]:
        taken = {*self.found.owner.values(), *self.found.left_out}
        return [i for i in range(len(self.submitted)) if i not in taken and self.keys[i]]

    def _missing(self) -> list[int]:
        return [j for j in range(len(self.teacher)) if j not in self.found.owner]

    def _is_blank(self, i: int, j: int) -> bool:
        return self.keys[i] == self.teacher_keys[j]

    def _named(self) -> dict[int, list[int]]:
        """For each teacher's cell, the submitted cells that carry its grade_id or its id."""
        by_name = {name_of(cell): j for j, cell in enumerate(self.teacher)}
        by_id = {cell.get("id"): j for j, cell in enumerate(self.teacher)}
        named = defaultdict(list)
        for i, cell in enumerate(self.submitted):
            j = by_name.get(cell.metadata.grade_id, by_id.get(cell.metadata.cell_id))
            if j is not None:
                named[j].append(i)
        return named

    def _retain(self, j: int, candidates: list[int]) -> None:
        """Of the cells with the name of a teacher's cell, the one with the most of its text."""
        self.found.owner[j] = max(candidates, key=lambda i: self._likeness(i, j))
        for i in candidates:
            if i != self.found.owner[j] and self._is_blank(i, j):
                self.found.left_out[i] = j

    def _likeness(self, i: int, j: int) -> float:
        """The part of their words that two cells have in common, from 0 to 1."""
        one, other = self.words[i], self.teacher_words[j]
        total = one.total() + other.total()
        if 2 * min(one.total(), other.total()) < LIKE_STUB * total or not total:
            return 0.0
        return 2 * (one & other).total() / total

    def _in_place(self, i: int, j: int) -> bool:
        """Whether a submitted cell stands between the recognised neighbours of a teacher's cell."""
        owner = self.found.owner
        before = next((owner[k] for k in range(j - 1, -1, -1) if k in owner), -1)
        after = (owner[k] for k in range(j + 1, len(self.teacher)) if k in owner)
        return before < i < next(after, len(self.submitted))

    # --- answers, by what they define ---

    def _by_definition(self, j: int, own: list[int], *, identified: bool) -> None:
        """Give an answer's cell the code that answers it, wherever it stands.

        own: the cells that carry its name. identified: whether the notebook has names at all.
        """
        defining = [i for i in self._free() if self._defines(i, j)]
        written = [i for i in (*own, *defining) if not self._is_blank(i, j)]
        blank = [i for i in (*own, *defining) if self._is_blank(i, j)]
        if len([i for i in own if i in defining]) > 1:
            self.found.repeated.append(j)
        order = [(i in defining, i in own, *self._rank(i, j, own), i) for i in written]
        if not written and not blank:
            return
        chosen = max(order)[-1] if order else blank[-1]
        self.found.owner[j] = chosen
        self.found.left_out |= {i: j for i in blank if i != chosen}
        if identified and chosen not in own and not self._in_place(chosen, j):
            self.found.elsewhere.append(j)

    def _defines(self, i: int, j: int) -> bool:
        """Whether a cell holds the code that an answer's cell asks for."""
        name, source = name_of(self.teacher[j]), self.submitted[i].source
        if self.teacher[j].cell_type != "code" or name not in source:
            return False
        return name in self._definitions(i)

    def _definitions(self, i: int) -> frozenset[str]:
        if i not in self.defined:
            self.defined[i] = definitions(self.submitted[i].source)
        return self.defined[i]

    def _rank(self, i: int, j: int, own: list[int]) -> tuple[bool, bool]:
        """How much a cell that nothing names looks like an answer: its docstring, its place."""
        if i in own:
            return True, True
        return self._likeness(i, j) > LIKE_STUB, self._in_place(i, j)

    # --- by text ---

    def _by_exact_text(self) -> None:
        waiting = defaultdict(list)
        for j in self._missing():
            if j not in self.answers:
                waiting[self.teacher_keys[j]].append(j)
        for i in self._free():
            if waiting[self.keys[i]]:
                self.found.owner[waiting[self.keys[i]].pop(0)] = i

    def _by_near_text(self) -> None:
        """Pair the cells that have most words in common, the most alike first."""
        pairs = [
            (self._likeness(i, j), -abs(i - j), i, j)
            for i in self._free()[:MAX_COMPARED]
            for j in self._missing()
        ]
        taken = set()
        for likeness, _, i, j in sorted(pairs, reverse=True):
            if likeness >= NEAR and i not in taken and j not in self.found.owner:
                self.found.owner[j] = i
                taken.add(i)

    def _by_demo(self) -> None:
        """Pair a demo with what another release of the course had in its place.

        It is too long to be run at grading, and is known by the helper functions that it defines.
        """
        demos = {j: definitions(self.teacher[j].source) for j in self._missing() if self._shows(j)}
        for i in self._free():
            mine = self._definitions(i)
            for j, helpers in demos.items():
                if mine and mine <= helpers and j not in self.found.owner:
                    self.found.owner[j] = i
                    break

    def _shows(self, j: int) -> bool:
        return self.teacher[j].cell_type == "code" and is_demo(self.teacher[j])

    # --- by place ---

    def _by_place(self, j: int) -> None:
        """Give an answer that nothing else names the cell that stands where it should."""
        if j in self.found.owner:
            return
        here = [i for i in self._free() if self._in_place(i, j)]
        if self.teacher[j].cell_type == "code":
            here = [i for i in here if self.submitted[i].cell_type == "code"][:1]
        if here:
            self.found.owner[j] = max(here, key=self._worth)

    def _worth(self, i: int) -> tuple[bool, bool, int]:
        """What tells a written answer from a title that was added above it."""
        cell = self.submitted[i]
        return cell.cell_type != "code", "attachments" in cell, len(self.keys[i])

    # --- pieces of the teacher's cells ---

    def _leave_fragments_out(self) -> None:
        """Leave out the pieces of a teacher's cell that a platform, or a key, has cut."""
        holders = defaultdict(set)
        for j in set(range(len(self.teacher))) - set(self.answers):
            for line in self.teacher_keys[j].split("\n"):
                holders[line].add(j)
        for i in self._free():
            lines = self.keys[i].split("\n")
            common = set.intersection(*(holders.get(line, set()) for line in lines))
            if len(lines) < FRAGMENT_LINES:
                common = {j for j in common if not is_runnable(self.teacher[j])}
            if common:
                self.found.left_out[i] = min(common)
