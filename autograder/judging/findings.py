"""What a hidden test found wrong, as data: French is made of it by `messages`, for people only.

The diagnosis reads these fields; nothing in the grader reads a sentence.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Failed:
    """A property that the student's code does not have; the four texts are for the student."""

    call: str
    obtained: str
    expected: str
    hint: str


@dataclass(frozen=True)
class Raised:
    """An exception of the student's code: its type's name, its text, their own line if known.

    `kind` is MissingError when the name `text` is not defined, StubError when the function is still
    to write, DependencyError when it called another exercise's, `text`, that is. What libraries do
    not do for some values is a NotImplementedError too.
    """

    call: str
    kind: str
    text: str
    line: str


@dataclass(frozen=True)
class NoAnswer:
    """A call that gave nothing, and why."""

    call: str
    why: Literal["timeout", "stopped", "unreadable"]


@dataclass(frozen=True)
class Undecided:
    """The hidden test broke on what it received, or on how much of it there was (`oversized`)."""

    oversized: bool = False


@dataclass(frozen=True)
class Worded:
    """A finding read back from a JSON result: of it, only the sentence is left."""

    sentence: str


Finding = Failed | Raised | NoAnswer | Undecided | Worded
