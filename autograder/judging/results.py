"""The result of grading a notebook, as the commands print it and as JSON."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from autograder.errors import UsageError

Status = Literal["passed", "partial", "failed", "error", "timeout", "missing"]


class TestResult(BaseModel):
    """One hidden test: `name` is the French statement of the property."""

    __test__ = False  # not a test class for pytest

    name: str
    passed: bool
    score: float
    max_score: float
    message: str = ""


class ExerciseResult(BaseModel):
    """One exercise; `diagnosis` holds identifiers of misconceptions."""

    id: str
    score: float
    max_score: float
    status: Status
    tests: list[TestResult]
    diagnosis: list[str] = Field(default_factory=list)
    seconds: float


class NotebookResult(BaseModel):
    """One notebook; `problems` are French sentences about the notebook itself."""

    assignment: str
    notebook: str
    score: float
    max_score: float
    sandbox: str
    seconds: float
    problems: list[str]
    exercises: list[ExerciseResult]

    @property
    def graded(self) -> bool:
        """Whether the hidden tests were run at all: an unreadable notebook is not graded."""
        return any(exercise.tests for exercise in self.exercises)

    def exercise(self, exercise_id: str) -> ExerciseResult:
        return next(e for e in self.exercises if e.id == exercise_id)


class StudentResult(NotebookResult):
    """The same for a known student."""

    student: str


def read_class(path: Path) -> list[StudentResult]:
    """What `autograder grade --json` wrote; raises UsageError when the file is something else."""
    try:
        return TypeAdapter(list[StudentResult]).validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError(
            f"Le fichier {path} n'est pas ce que « autograder grade --json » écrit."
        ) from error
