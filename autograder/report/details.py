"""What the students' page needs of a result, kept as data in the graded notebook.

The JSON beside the notebook holds a finding as one sentence, in which a student may have written
words like its own: here its parts stay apart. The metadata of a graded notebook are the teacher's
and the grader's: a student writes nothing there.
"""

from nbformat import NotebookNode
from pydantic import BaseModel, ValidationError

from autograder.judging.messages import parts
from autograder.judging.mistakes import Prose
from autograder.judging.results import ExerciseResult, NotebookResult, Status

KEY = "autograder"
REMARKS = "remarques"  # the id of the cell that the grader adds


class Property(BaseModel):
    """A hidden test: what it checks, and the parts of what was found wrong, if anything was."""

    name: str
    passed: bool
    score: float
    max_score: float
    parts: list[str]


class Exercise(BaseModel):
    id: str
    status: Status
    diagnosis: list[Prose]
    properties: list[Property]


class Details(BaseModel):
    """`problems` are French sentences about the notebook itself."""

    problems: list[str] = []
    exercises: list[Exercise] = []

    @property
    def unreadable(self) -> bool:
        """Whether the submission could not be graded at all."""
        return bool(self.exercises) and not any(one.properties for one in self.exercises)

    def exercise(self, name: str) -> Exercise | None:
        return next((one for one in self.exercises if one.id == name), None)


def keep(notebook: NotebookNode, result: NotebookResult) -> None:
    """Write the details of a result in a graded notebook."""
    exercises = [_exercise(one) for one in result.exercises]
    details = Details(problems=result.problems, exercises=exercises)
    notebook.metadata[KEY] = details.model_dump()


def recall(notebook: NotebookNode) -> Details:
    """The details of a graded notebook; none of one that another version has graded."""
    try:
        return Details.model_validate(notebook.metadata.get(KEY, {}))
    except ValidationError:
        return Details()


def _exercise(result: ExerciseResult) -> Exercise:
    return Exercise(
        id=result.id,
        status=result.status,
        diagnosis=[Prose(**mistake.model_dump(exclude={"id"})) for mistake in result.diagnosis],
        properties=[
            Property(
                name=test.name,
                passed=test.passed,
                score=test.score,
                max_score=test.max_score,
                parts=parts(test.finding) if test.finding else [],
            )
            for test in result.tests
        ],
    )
