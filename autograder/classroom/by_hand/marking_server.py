"""The page where a teacher marks the written questions, served to this machine alone.

Whoever has the address, with the token in it, may mark: nothing else on the machine has it.
"""

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from autograder.classroom.by_hand.schemes import Criterion, MarkingError, set_criteria
from autograder.classroom.by_hand.written import give, questions
from autograder.classroom.course import opened
from autograder.errors import UsageError
from autograder.report.marking_page import marking_page

ADDRESS = "127.0.0.1"
MAX_BODY = 100_000  # bytes of a request
TURN = 0.5  # seconds


class _Handler(RequestHandler):
    """A request of the page: this host, this token."""

    def initialize(self, course: Path, assignment: str, token: str) -> None:
        self.course, self.assignment, self.token = course, assignment, token

    def set_default_headers(self) -> None:
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        # Another name of this machine would be that of a page of the web that points here.
        if self.request.host.rsplit(":", 1)[0] not in (ADDRESS, "localhost"):
            raise HTTPError(403, reason="Adresse inconnue")
        given = self.request.headers.get("X-Jeton", self.get_query_argument("jeton", ""))
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise HTTPError(403, reason="Jeton absent ou faux")

    def write_error(self, status_code: int, **details: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{self._reason} ({status_code}). Rouvrez l'adresse que le terminal montre.")


class _Page(_Handler):
    def get(self) -> None:
        found = questions(self.course, self.assignment)
        nonce = secrets.token_urlsafe()
        self.set_header(
            "Content-Security-Policy",
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; connect-src 'self'; "
            f"script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'",
        )
        self.finish(marking_page(self.assignment, found, self.token, nonce))


class _Entry(_Handler):
    """A request that changes something: JSON in, JSON out."""

    def post(self) -> None:
        try:
            asked = json.loads(self.request.body)
            self.enter(asked)
        except MarkingError as error:
            self.set_status(409)
            self.finish({"refus": str(error)})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HTTPError(400, reason="Demande mal faite") from error
        else:
            self.finish({"fait": True})

    def enter(self, asked: Any) -> None:
        raise NotImplementedError


class _Mark(_Entry):
    def enter(self, asked: Any) -> None:
        score = asked["points"]
        give(
            self.course,
            self.assignment,
            asked["etudiant"],
            asked["question"],
            digest=asked["empreinte"],
            score=None if score is None else float(score),
            comment=asked["commentaire"].replace("\r\n", "\n"),
        )


class _Scheme(_Entry):
    def enter(self, asked: Any) -> None:
        kept = [Criterion(float(one["points"]), str(one["texte"])) for one in asked["criteres"]]
        with opened(self.course) as book:
            set_criteria(book, self.assignment, str(asked["question"]), kept)


def application(course: Path, assignment: str, token: str) -> Application:
    """What answers the page's requests."""
    about = {"course": course, "assignment": assignment, "token": token}
    return Application(
        [("/", _Page, about), ("/note", _Mark, about), ("/bareme", _Scheme, about)],
        log_function=lambda handler: None,
    )


def serve(course: Path, assignment: str, port: int, opened: Callable[[str], None]) -> None:
    """Serve the page until interrupted; `opened` is called with its address.

    port: 0 takes a free one. Raises UsageError when it is taken.
    """
    token = secrets.token_urlsafe()
    asyncio.run(_serve(application(course, assignment, token), port, token, opened))


async def _serve(app: Application, port: int, token: str, opened: Callable[[str], None]) -> None:
    try:
        sockets = bind_sockets(port, ADDRESS)
    except OSError as error:
        raise UsageError(
            f"Le port {port} n'est pas libre sur cette machine : donnez-en un autre, ou aucun."
        ) from error
    server = HTTPServer(app, max_body_size=MAX_BODY)
    server.add_sockets(sockets)
    opened(f"http://{ADDRESS}:{sockets[0].getsockname()[1]}/?jeton={token}")
    try:
        while True:  # a Ctrl-C that comes just before the loop waits is felt at its next turn only
            await asyncio.sleep(TURN)
    finally:
        server.stop()
