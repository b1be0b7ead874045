"""Grade what arrives as it arrives, so that students read their feedback while they still work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from autograder.classroom.course import CourseError, api, require_success, submitted_folder
from autograder.classroom.grading.gradebook import (
    grade_class,
    is_graded,
    students,
    write_feedback,
)
from autograder.classroom.grading.lanes import Workers
from autograder.classroom.identifiers import objection
from autograder.judging.results import StudentResult
from autograder.text import write_whole

FOLDER = "suivi"  # in the course: how many times each student was graded today


@dataclass(frozen=True)
class Arrival:
    """A new submission: graded (with its page unless there is a problem), or left for tomorrow."""

    student: str
    result: StudentResult | None = None
    page: Path | None = None
    problem: str = ""


class _Day(BaseModel):
    """What was graded on one day: how many times, by student.

    known: what was last graded of each, on that day or before. A copy that is graded again because
    the grader has changed costs its student no try.
    """

    day: date
    tries: dict[str, int] = {}
    known: dict[str, str] = {}


@dataclass
class Watch:
    """Looks at the submissions of an assignment, round after round.

    tries: how many times a day each student is graded. workers: what judges. exchange: whether to
    collect from nbgrader's exchange, and to release the feedback through it. A new Watch goes on
    where another one stopped.
    """

    course: Path
    assignment: str
    tries: int
    workers: Workers
    exchange: bool = False
    _day: date | None = None
    _seen: dict[str, tuple] = field(default_factory=dict)  # on that day

    def round(self, today: date) -> Iterator[Arrival]:
        """Grade what has changed since the last round, and write its feedback."""
        if self.exchange:
            require_success(api(self.course).collect(self.assignment, update=True))
        if today != self._day:
            self._day, self._seen = today, {}
        day = self._read(today)
        waiting = []
        for name in self._changed():
            if day.tries.get(name, 0) < self.tries or day.known.get(name) == self._submitted(name):
                waiting.append(name)
            else:
                yield Arrival(name, problem="essais épuisés pour aujourd'hui : corrigée demain.")
        for result in grade_class(
            self.course, self.assignment, waiting, workers=self.workers, force=False
        ):
            submitted = self._submitted(result.student)
            if day.known.get(result.student) != submitted:
                day.tries[result.student] = day.tries.get(result.student, 0) + 1
                day.known[result.student] = submitted
                self._write(day)
            yield self._returned(result)

    def _changed(self) -> Sequence[str]:
        """Who has handed in something that is not graded yet, and was not seen in this state."""
        found = []
        for name in students(self.course, self.assignment):
            state = _state(submitted_folder(self.course, name, self.assignment))
            if self._seen.get(name) == state or objection(name) is not None:
                continue
            self._seen[name] = state
            if not is_graded(self.course, self.assignment, name):
                found.append(name)
        return found

    def _submitted(self, name: str) -> str:
        """What tells the submission that was seen last from the others of a student."""
        return repr(self._seen[name])

    def _returned(self, result: StudentResult) -> Arrival:
        """Write the feedback of a graded copy, and release it."""
        if not is_graded(self.course, self.assignment, result.student):
            return Arrival(result.student, result, problem=" ".join(result.problems))
        try:
            page = write_feedback(self.course, self.assignment, result.student)
            if self.exchange:
                require_success(api(self.course).release_feedback(self.assignment, result.student))
        except CourseError as error:
            return Arrival(result.student, result, problem=str(error))
        return Arrival(result.student, result, page)

    @property
    def _path(self) -> Path:
        return self.course / FOLDER / f"{self.assignment}.json"

    def _read(self, today: date) -> _Day:
        """What was done today; no try when what is kept is another day's, nothing unreadable."""
        try:
            kept = _Day.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return _Day(day=today)
        return kept if kept.day == today else _Day(day=today, known=kept.known)

    def _write(self, day: _Day) -> None:
        write_whole(self._path, day.model_dump_json() + "\n")


def _state(folder: Path) -> tuple:
    """What changes when a submission does: its files' names, sizes and times."""
    found = []
    for path in sorted(folder.iterdir()):
        about = path.lstat()
        found.append((path.name, about.st_size, about.st_mtime_ns))
    return tuple(found)
