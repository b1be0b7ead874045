"""The way from a hidden test to the functions it judges: one request, one reply."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.student.process import Order
from autograder.student.session import Session


@dataclass
class Reply:
    """What came of a request: an `Execution`'s `status`, and `text` as the other side wrote it.

    The text is hostile, and None when nothing came. `seconds`: what the call itself took, if known.
    """

    status: str
    text: object
    seconds: float | None = None


class Channel(Protocol):
    """What answers requests, each a JSON object that `inside.serve.answer` understands."""

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        """Wait for the reply at most `seconds`; never raises for what the functions do."""


class KernelChannel:
    """The functions that a notebook left in the student's process.

    reading: an answer and how it is read (see `inside.standing`); None for the names as they are.
    """

    def __init__(self, session: Session, reading: tuple[str, str] | None = None):
        self.session = session
        self.reading = reading

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        order = Order({"do": "answer", **request, "reading": self.reading})
        execution = self.session.send(order, seconds)
        return Reply(execution.status, execution.reply, execution.seconds)


class LocalChannel:
    """The functions of a namespace, called in this very process, without walls nor deadlines.

    For answers that are ours (tests, calibration), never for a student's.
    """

    def __init__(self, namespace: dict[str, Any]):
        self.namespace = namespace

    def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        from autograder.student.inside.serve import answer, written  # with Gymnasium: our own only

        sent = json.loads(json.dumps(request))  # as it would arrive
        return Reply("ok", written(answer(sent, self.namespace)))
