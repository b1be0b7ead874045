"""The page where a teacher marks the written questions: all the answers beside the model answer.

A chosen criterion is a line of the comment, « • 0,5 : … »: the student and formgrader read it, and
the page finds it again.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.catalogue import label_of
from autograder.report import markdown
from autograder.report.html import TEMPLATES
from autograder.report.words import mark

MAX_REUSED = 12  # comments offered again


class Criterion(Protocol):
    @property
    def points(self) -> float: ...
    @property
    def label(self) -> str: ...


class Answer(Protocol):
    name: str
    student: str
    cell: NotebookNode
    score: float | None
    comment: str
    blank: bool
    unread: str


class Question(Protocol):
    name: str
    points: float
    criteria: list[Criterion]
    answers: list[Answer]


def marking_page(assignment: str, questions: Sequence[Any], token: str, nonce: str) -> str:
    """The whole page; its script, which has the nonce, sends the marks with the token."""
    return TEMPLATES.get_template("noter.html.j2").render(
        assignment=assignment,
        questions=questions,
        token=token,
        nonce=nonce,
        label_of=label_of,
        mark=mark,
        trusted=lambda text: markdown.shown(text, trusted=True),
        answer=_answer,
        inline=_inline,
        line=criterion_line,
        free=free_comment,
        chosen=chosen,
        reused=reused,
    )


def criterion_line(criterion: Criterion) -> str:
    """What a chosen criterion is in a comment."""
    return f"• {mark(criterion.points)} : {criterion.label}"


def chosen(question: Question, answer: Answer) -> list[int]:
    """The places of the criteria that the comment of an answer holds."""
    lines = answer.comment.split("\n")
    return [place for place, one in enumerate(question.criteria) if criterion_line(one) in lines]


def free_comment(question: Question, answer: Answer) -> str:
    """The comment without its criteria."""
    known = {criterion_line(one) for one in question.criteria}
    lines = (line for line in answer.comment.split("\n") if line not in known)
    return "\n".join(lines).strip()


def reused(question: Question) -> list[str]:
    """The short comments already given to the answers of a question, the most frequent first."""
    given = [free_comment(question, one) for one in question.answers]
    short = [text for text in given if text and "\n" not in text and len(text) <= 200]
    return sorted(dict.fromkeys(short), key=short.count, reverse=True)[:MAX_REUSED]


def _answer(cell: NotebookNode) -> Markup:
    """What a student wrote: no HTML of theirs is kept, as in the page that they get back."""
    return markdown.shown(cell.source, cell.get("attachments"))


def _inline(text: str) -> Markup:
    """A criterion, formulas drawn, without the paragraph around it."""
    shown = markdown.shown(text).strip()
    return Markup(shown.removeprefix("<p>").removesuffix("</p>"))
