"""The result of grading a notebook: data in memory, the contract's JSON outside.

JSON holds a finding as its French sentence, read back as `Worded`, and a mistake as its
identifier, read back from the library.
"""

from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    computed_field,
    field_serializer,
    field_validator,
    model_validator,
)

from autograder.errors import UsageError
from autograder.judging import messages
from autograder.judging.diagnosis import recalled
from autograder.judging.findings import Finding, Worded
from autograder.judging.mistakes import Mistake
from autograder.typography import unbreakable, unbreakable_values

Status = Literal["passed", "partial", "failed", "error", "timeout", "missing"]


class TestResult(BaseModel):
    """One hidden test: `name` is the French statement of the property.

    finding: what is wrong, None when the test passed.
    """

    __test__ = False  # not a test class for pytest

    name: str
    passed: bool
    score: float
    max_score: float
    finding: Finding | None = Field(default=None, exclude=True)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def message(self) -> str:
        """The finding as JSON and people's tools have it: a French sentence, or nothing."""
        return messages.sentence(self.finding)

    @model_validator(mode="before")
    @classmethod
    def _read_back(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not data.get("message"):
            return data
        if not isinstance(data["message"], str):
            raise ValueError("a message is a text")
        return {**data, "finding": Worded(data["message"])}


class ExerciseResult(BaseModel):
    """One exercise; `diagnosis` is the mistakes that explain a wrong answer, if they are known."""

    id: str
    score: float
    max_score: float
    status: Status
    tests: list[TestResult]
    diagnosis: list[Mistake] = Field(default_factory=list)
    seconds: float

    @field_serializer("diagnosis")
    def _identifiers(self, diagnosis: list[Mistake]) -> list[str]:
        return [mistake.id for mistake in diagnosis]

    @field_validator("diagnosis", mode="before")
    @classmethod
    def _recalled(cls, diagnosis: Any, info: ValidationInfo) -> Any:
        if not isinstance(diagnosis, list) or "id" not in info.data:
            return diagnosis  # for the validation itself to refuse
        return [recalled(info.data["id"], m) if isinstance(m, str) else m for m in diagnosis]


class NotebookResult(BaseModel):
    """One notebook; `problems` are French sentences about the notebook itself.

    starved: whether code was stopped that had not had the processor for its time.
    """

    assignment: str
    notebook: str
    score: float
    max_score: float
    sandbox: str
    seconds: float
    problems: list[str]
    exercises: list[ExerciseResult]
    starved: bool = False

    def public(self) -> dict[str, Any]:
        """What people and programs outside read of it."""
        data = self.model_dump(exclude={"starved"})
        data["problems"] = unbreakable_values(data["problems"])
        for test in (test for exercise in data["exercises"] for test in exercise["tests"]):
            test |= {key: unbreakable(test[key]) for key in ("name", "message")}
        return data

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
    if not path.is_file():
        raise UsageError(f"Le fichier {path} n'existe pas.")
    try:
        return TypeAdapter(list[StudentResult]).validate_json(path.read_bytes())
    except ValidationError as error:
        raise UsageError(
            f"Le fichier {path} n'est pas ce que « autograder grade --json » écrit."
        ) from error
