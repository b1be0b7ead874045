"""What a class understood: distributions, pass rates and mistakes, from its results."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from autograder.judging.mistakes import Mistake
from autograder.judging.results import ExerciseResult, NotebookResult

ENOUGH = 8  # written answers below which a correlation says nothing
LATE = "Remises en retard"
TO_REVISIT = 0.6  # a property that fewer than this share of the written answers have
EXCERPTS = 3


@dataclass(frozen=True)
class Written:
    """The written questions: their marks out of `max_score`, and whether they wait for a hand."""

    score: float = 0.0
    max_score: float = 0.0
    waiting: bool = False


@dataclass(frozen=True)
class Copy:
    """A student's submission; `result` is None when it was not handed in, or not graded yet.

    answers: the code of each exercise, without comments nor docstrings, which may bear a name.
    seconds_late: 0 when in time. penalty: the points that lateness costs. aside: whether something
    else than a notebook was received.
    """

    student: str
    name: str
    handed_in: bool
    result: NotebookResult | None = None
    answers: dict[str, str] = field(default_factory=dict)
    written: Written = Written()
    seconds_late: float = 0.0
    penalty: float = 0.0
    aside: bool = False

    @property
    def grading(self) -> NotebookResult:
        """The result of a copy that is known to have one."""
        assert self.result is not None
        return self.result


@dataclass(frozen=True)
class Item:
    """A hidden test over the class.

    written: how many wrote the exercise. passed: how many of them have the property.
    discrimination: the correlation of passing with the marks of all the other tests, None where
    too few wrote it or where all or none passed (D. L. Streiner, Health Measurement Scales, ch. 5).
    """

    exercise: str
    name: str
    points: float
    written: int
    passed: int
    discrimination: float | None

    @property
    def rate(self) -> float | None:
        """The share of passes, which test theory calls the item's difficulty."""
        return self.passed / self.written if self.written else None


@dataclass(frozen=True)
class Shared:
    """A mistake, who makes it, and a few of their answers without names."""

    exercise: str
    mistake: Mistake
    students: tuple[str, ...]
    excerpts: tuple[str, ...]


@dataclass(frozen=True)
class ClassReport:
    """A class over one assignment; the students' lists name those who need a hand."""

    assignment: str
    copies: tuple[Copy, ...]
    items: tuple[Item, ...]
    shared: tuple[Shared, ...]

    @property
    def graded(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.result is not None and copy.result.graded]

    @property
    def marks(self) -> np.ndarray:
        """The automatic marks of the graded copies."""
        return np.array([copy.grading.score for copy in self.graded])

    @property
    def median(self) -> float:
        return float(np.median(self.marks))

    @property
    def quartiles(self) -> tuple[float, float]:
        low, high = np.quantile(self.marks, (0.25, 0.75))
        return float(low), float(high)

    @property
    def needs(self) -> dict[str, list[Copy]]:
        """What needs a person, by French heading; headings without anybody are left out."""
        groups = {
            "Copies qui n'ont pas pu être lues": [
                c for c in self.copies if c.result and not c.result.graded
            ],
            "Remises pas encore corrigées": [
                c for c in self.copies if c.handed_in and c.result is None
            ],
            "Temps dépassé": [c for c in self.graded if _timed_out(c)],
            "Question écrite à noter": [c for c in self.graded if c.written.waiting],
            LATE: [c for c in self.copies if c.seconds_late > 0],
            "Remis sans cahier": [c for c in self.copies if c.aside and not c.handed_in],
            "Aucune remise": [c for c in self.copies if not (c.handed_in or c.aside)],
        }
        return {heading: found for heading, found in groups.items() if found}

    @property
    def to_revisit(self) -> list[Item]:
        """The properties that most of those who tried do not have, the least known first."""
        tried = [(i.rate, i) for i in self.items if i.rate is not None and i.written >= 2]
        hard = [(rate, item) for rate, item in tried if rate < TO_REVISIT]
        return [item for _, item in sorted(hard, key=lambda pair: pair[0])]


def class_report(assignment: str, copies: Sequence[Copy]) -> ClassReport:
    """The report on a class."""
    graded = [copy for copy in copies if copy.result is not None and copy.result.graded]
    return ClassReport(assignment, tuple(copies), tuple(_items(graded)), tuple(_shared(graded)))


def _timed_out(copy: Copy) -> bool:
    return any(exercise.status == "timeout" for exercise in copy.grading.exercises)


def _items(graded: list[Copy]) -> Iterator[Item]:
    """One item a test, over the copies in which its exercise is written."""
    keys = dict.fromkeys(
        (exercise.id, test.name, test.max_score)
        for copy in graded
        for exercise in copy.grading.exercises
        for test in exercise.tests
    )
    for exercise_id, name, points in keys:
        passes, others = [], []
        for copy in graded:
            exercise = copy.grading.exercise(exercise_id)
            found = [test for test in exercise.tests if test.name == name]
            if found and _is_written(exercise):
                passes.append(found[0].passed)
                others.append(copy.grading.score - found[0].score)
        correlation = _correlation(passes, others)
        yield Item(exercise_id, name, points, len(passes), sum(passes), correlation)


def _is_written(exercise: ExerciseResult) -> bool:
    return exercise.status != "missing"


def _correlation(passes: list[bool], others: list[float]) -> float | None:
    if len(passes) < ENOUGH or len(set(passes)) < 2 or np.ptp(others) < 1e-9:
        return None
    return float(np.corrcoef(passes, others)[0, 1])


def _shared(graded: list[Copy]) -> Iterator[Shared]:
    """The mistakes of the class, the most frequent first."""
    found: dict[tuple[str, str], tuple[Mistake, list[Copy]]] = {}
    for copy in graded:
        for exercise in copy.grading.exercises:
            for mistake in exercise.diagnosis:
                found.setdefault((exercise.id, mistake.id), (mistake, []))[1].append(copy)
    ranked = sorted(found.items(), key=lambda item: -len(item[1][1]))
    for (exercise_id, _), (mistake, who) in ranked:
        codes = Counter(copy.answers.get(exercise_id, "") for copy in who)
        codes.pop("", None)
        excerpts = tuple(code for code, _ in codes.most_common(EXCERPTS))
        yield Shared(exercise_id, mistake, tuple(c.student for c in who), excerpts)
