"""Two gradings of one class: whose marks moved, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from autograder.judging.results import ExerciseResult, StudentResult
from autograder.report.words import LABELS, mark

WHOLE = "toute la copie"
TOLERANCE = 1e-9  # of marks that are sums of the same points in another order


@dataclass(frozen=True)
class Change:
    """An exercise of a student whose mark moved; `reasons` are French sentences.

    A student who stands in one grading only has one, of the whole copy; the other mark is None.
    """

    student: str
    exercise: str
    before: float | None
    after: float | None
    reasons: tuple[str, ...]


def compare(before: Sequence[StudentResult], after: Sequence[StudentResult]) -> list[Change]:
    """The marks that differ between two gradings, in the order of the students' names."""
    old, new = ({result.student: result for result in one} for one in (before, after))
    return [
        change
        for student in sorted(old.keys() | new.keys())
        for change in _changes(student, old.get(student), new.get(student))
    ]


def _changes(
    student: str, old: StudentResult | None, new: StudentResult | None
) -> Iterable[Change]:
    if old is None or new is None:
        before, after = (one.score if one else None for one in (old, new))
        reason = f"absent du {'premier' if new else 'second'} relevé"
        yield Change(student, WHOLE, before, after, (reason,))
        return
    marked, marked_anew = ({e.id: e for e in one.exercises} for one in (old, new))
    for name in dict.fromkeys([*marked, *marked_anew]):
        left, right = marked.get(name), marked_anew.get(name)
        if left and right and abs(left.score - right.score) <= TOLERANCE:
            continue
        yield Change(
            student=student,
            exercise=name,
            before=left.score if left else None,
            after=right.score if right else None,
            reasons=tuple(_reasons(left, right) if left and right else [_only_in(left)]),
        )


def _only_in(left: ExerciseResult | None) -> str:
    return "exercice retiré" if left else "exercice ajouté"


def _reasons(left: ExerciseResult, right: ExerciseResult) -> Iterable[str]:
    if left.status != right.status:
        yield f"état : {LABELS[left.status][0]} → {LABELS[right.status][0]}"
    was, now = ({test.name: test for test in one.tests} for one in (left, right))
    for name in dict.fromkeys([*was, *now]):
        if name not in now:
            yield f"test retiré : {name}"
        elif name not in was:
            yield f"test ajouté, {'réussi' if now[name].passed else 'échoué'} : {name}"
        elif was[name].passed != now[name].passed:
            yield f"{'réussi' if now[name].passed else 'échoué'} à présent : {name}"
        elif abs(was[name].max_score - now[name].max_score) > TOLERANCE:
            yield f"barème {mark(was[name].max_score)} → {mark(now[name].max_score)} : {name}"


def comparison_report(changes: Sequence[Change], students: int) -> Group | str:
    """The marks that moved, each with its reasons below; a sentence when none did.

    Not a table: at 80 columns, the names would leave no room for the reasons.
    """
    if not changes:
        return f"Aucune note n'a changé ({students} copies comparées)."
    moved = len({change.student for change in changes})
    title = f"Notes changées : {moved} copie{'s' * (moved > 1)} sur {students}."
    return Group(title, *(line for change in changes for line in _told(change)))


def _told(change: Change) -> Iterable[Text | Padding]:
    before, after = ("—" if one is None else mark(one) for one in (change.before, change.after))
    yield Text(f"\n{change.student}, {change.exercise} : {before} → {after}", style="bold")
    for reason in change.reasons:
        yield Padding(Text(reason), (0, 0, 0, 2))
