"""The student's functions as the hidden tests see them: called from afar, answered in data."""

import functools
import importlib
import inspect
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from autograder.catalogue import HOME_OF
from autograder.declarations import sent, stand_ins
from autograder.judging import variant, work
from autograder.judging.assertions import CheckError
from autograder.judging.channel import Channel
from autograder.judging.findings import NoAnswer, Raised
from autograder.limits import USUAL, Limits
from autograder.paths import EXERCISES
from autograder.student import wire
from autograder.student.inside import as_one
from autograder.student.inside.recorder import MAX_EVENTS
from autograder.student.inside.wire import MAX_TEXT

MODULES = frozenset(("np", "random"))  # imported by the notebooks: their generators are called too
APPARATUS = "apparatus"  # how a step names the object that the grader sends (see declarations)


@functools.cache
def apparatus(exercise: str) -> str:
    """The text of an exercise's apparatus, with what it has in common with others'."""
    return as_one(EXERCISES / exercise / f"{APPARATUS}.py")


class StudentError(CheckError):
    """The student's function raised an exception, or is not there (`missing`)."""

    finding: Raised

    def __init__(self, finding: Raised, *, missing: bool = False):
        super().__init__(finding)
        self.missing = missing


class StudentTimeout(CheckError):
    """The student's code did not answer in time."""


class StudentCrash(CheckError):
    """The student's process died, or answered something unreadable."""


class UnknownNameError(LookupError):
    """A hidden test asks for what no exercise is called: its own mistake, not the student's."""


@dataclass
class Outcome:
    """What came of a call: its value, the arguments as they stand after it, or its error.

    `last` is what the watched parameter was bound to when the function ended.
    """

    value: Any = None
    args: list = field(default_factory=list)
    error: StudentError | None = None
    gradient: Any = None
    last: Any = None

    def unwrap(self) -> Any:
        """The value; raises the call's StudentError if there is one."""
        if self.error is not None:
            raise self.error
        return self.value


@dataclass
class Training:
    """A training function's result and what it did on the way (see `Recorder`).

    neutral: the seed of the functions that stood in for those that it calls. replaced: whether they
    did; if not, the student's own were noted. error: what it raised in the end, if it did.
    """

    value: Any
    events: list[dict]
    neutral: int = 0
    replaced: bool = True
    error: StudentError | None = None

    def of(self, event: str) -> list[dict]:
        """The events of one kind, in order."""
        return [e for e in self.events if e["event"] == event]


def call(
    target: str,
    *args: Any,
    kwargs: dict | None = None,
    repeat: int | None = None,
    save: str | None = None,
    wrt: int | None = None,
    watch: int | None = None,
    shown: str | None = None,
) -> dict:
    """A step that calls `target`, for instance "phi" or "b.store" (b saved by an earlier step).

    repeat: call it that many times, the value is then a list. save: keep the value there under
    this name instead of sending it. wrt: also send the gradient of the value with respect to this
    argument. watch: also send what this parameter is bound to when the function ends. shown: how a
    message names the call.
    """
    return {
        "do": "call",
        "target": target,
        "args": wire.encode(list(args)),
        "kwargs": wire.encode(kwargs or {}),
        "repeat": repeat,
        "save": save,
        "wrt": wrt,
        "watch": watch,
        "shown": shown or f"{target}(…)",
    }


def get(target: str, shown: str | None = None) -> dict:
    """A step that reads `target`, for instance "b.data"."""
    return {"do": "get", "target": target, "shown": shown or target}


class Student:
    """Calls the student's functions; every method costs one message (about 1 ms).

    All the calls made through one Student share `budget` seconds of waiting; little of it is left
    after a call that hangs. Calls with stand-ins have a budget of their own, each less time than
    usual: what hung may be what they replace. hung: whether the function has already hung, where
    the notebook tries it. `stopped` is the error of the first call that hung or killed the
    process, if any. Functions bear the names of the exercises: any other name raises
    UnknownNameError. An exception's line is believed if it is one of `lines`, where they are given.
    neutral: the seed of the neutral functions, one for the class where none is given.
    """

    def __init__(
        self,
        channel: Channel,
        budget: float,
        limits: Limits = USUAL,
        lines: Collection[str] | None = None,
        neutral: int | None = None,
        hung: bool = False,
    ):
        self.neutral = variant.number("neutral") if neutral is None else neutral
        self._channel = channel
        own = min(budget, limits.calls_after_hang) if hung else budget
        self._left = {"own": own, "stand-ins": budget}
        self._hung = hung
        self._limits = limits
        self._lines = lines
        self._names = HOME_OF.keys() | MODULES
        self.stopped: CheckError | None = None

    def anew(self, budget: float) -> "Student":
        """The same functions, with as much time again."""
        return Student(self._channel, budget, self._limits, self._lines, self.neutral)

    @property
    def hindered(self) -> bool:
        """Whether a call hung or ended the process, or no time is left for some."""
        return self.stopped is not None or min(self._left.values()) <= 0

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """The value of one call; raises StudentError when the function does."""
        return self.outcome(name, *args, **kwargs).unwrap()

    def outcome(self, name: str, *args: Any, **kwargs: Any) -> Outcome:
        """Call a function once and tell all that came of it."""
        return self.script([call(name, *args, kwargs=kwargs)])[0]

    def outcomes(
        self,
        name: str,
        calls: Iterable,
        kwargs: dict | None = None,
        spies: Iterable[str] = (),
        watch: int | None = None,
        neutral: int | None = None,
    ) -> list[Outcome]:
        """Call a function once for each tuple of arguments, in one message.

        neutral: the seed of what stands in for the `spies`, instead of this copy's.
        """
        steps = [call(name, *args, kwargs=kwargs, watch=watch) for args in calls]
        return self._request(steps, None, None, spies, self._limits.call, neutral=neutral)[0]

    def many(self, name: str, calls: Iterable) -> list:
        """The values for each tuple of arguments; raises the first error."""
        return [outcome.unwrap() for outcome in self.outcomes(name, calls)]

    def repeat(self, name: str, times: int, *args: Any) -> list:
        """The values of `times` identical calls, the student's generators seeded first."""
        steps = [call(name, *args, repeat=times)]
        values = self.script(steps, seed=variant.seed(0))[0].unwrap()
        if not isinstance(values, list) or len(values) != times:
            raise StudentCrash(NoAnswer(steps[0]["shown"], "unreadable"))
        return values

    def gradient(self, name: str, *args: Any, wrt: int = 0) -> tuple[Any, Any]:
        """A function's value and its gradient with respect to one tensor argument."""
        outcome = self.script([call(name, *args, wrt=wrt)])[0]
        return outcome.unwrap(), outcome.gradient

    def train(
        self,
        name: str,
        kwargs: dict,
        *,
        env: dict | None = None,
        spies: Iterable[str] = (),
        seed: int | None = None,
        seconds: float | None = None,
        replaced: bool = True,
        whole: bool = True,
    ) -> Training:
        """Run a training function, on an environment of the grader's choice if `env` is given.

        The functions named in `spies` are replaced by recorders for the time of the call, which
        answer as neutral functions do or, if not `replaced`, as the student's own.
        Before it, the student's generators are in the state that `seed` gives, if it is given.
        `seconds` takes the place of the usual limit of a training. A function that raises has done
        something before, which is told if it need not be a `whole` training.
        """
        shown = f"{name}({', '.join(f'{k}={v!r}' for k, v in kwargs.items())})"
        steps = [call(name, kwargs=kwargs, shown=shown)]
        seconds = seconds or self._limits.training
        outcomes, events = self._request(
            steps, seed, env, spies, seconds, sent(name, "describe"), replaced=replaced
        )
        (outcome,) = outcomes
        if whole:
            outcome.unwrap()
        return Training(outcome.value, events, self.neutral, replaced, outcome.error)

    def script(
        self, steps: list[dict], *, seed: int | None = None, spies: Iterable[str] = ()
    ) -> list[Outcome]:
        """Run several steps in one message; an error stops its own step only."""
        return self._request(steps, seed, None, spies, self._limits.call, record=False)[0]

    def with_apparatus(
        self,
        name: str,
        steps: list[dict],
        *,
        env: dict | None = None,
        spies: Iterable[str] = (),
        seed: int | None = None,
    ) -> tuple[list[Outcome], list[dict]]:
        """Run several steps with the apparatus of an exercise at hand, and tell what was recorded.

        Its methods are called like the student's functions: call("apparatus.method", …). What it
        keeps lasts as long as this message.
        """
        self._require_name(name)
        seconds = self._limits.training if env else self._limits.call
        return self._request(steps, seed, env, spies, seconds, apparatus=apparatus(name))

    def _request(
        self,
        steps,
        seed,
        env,
        spies,
        seconds,
        describe=None,
        neutral=None,
        apparatus=None,
        record=True,
        replaced=True,
    ):
        spies = list(spies)
        self._require_known(steps, spies, {APPARATUS} if apparatus else set())
        parts = "stand-ins" if spies and replaced else "own"
        if neutral is None:
            neutral = self.neutral
        if self._left[parts] <= 0:
            raise StudentTimeout(NoAnswer(steps[0]["shown"], "timeout"))
        request = {
            "steps": [step | _usual(step) for step in steps],
            "seed": seed,
            "env": env,
            "stand_ins": stand_ins(spies),
            "neutral": neutral if replaced else None,
            "describe": describe,
            "record": record,
        }
        if apparatus:
            request[APPARATUS] = apparatus
        seconds = min(seconds, self._left[parts])
        if self._hung and parts == "stand-ins":
            seconds = min(seconds, self._limits.stand_in_call_after_hang)
        start = time.monotonic()
        work.go_on()
        with work.elsewhere():
            reply = self._channel.ask(request, seconds)
        used = time.monotonic() - start if reply.seconds is None else reply.seconds
        self._left[parts] = max(0.0, self._left[parts] - used)
        if reply.status == "timeout":  # one hang is probably not the last
            self._left[parts] = min(self._left[parts], self._limits.calls_after_hang)
            self._hung = True
        try:
            return self._read(reply, steps)
        except (StudentTimeout, StudentCrash) as error:
            self.stopped = self.stopped or error
            raise

    def _require_known(self, steps, spies, sent):
        """Raise UnknownNameError unless each name is an exercise's, `sent` or saved by a step."""
        for name in spies:
            self._require_name(name)
        for step in steps:
            name = step["target"].split(".")[0]
            if name not in sent:
                self._require_name(name)
            if step.get("save"):
                self._names.add(step["save"])

    def _require_name(self, name):
        if name not in self._names:
            raise UnknownNameError(f"aucun exercice ne s'appelle « {name} »")

    def _read(self, reply, steps):
        shown = steps[0]["shown"]
        if reply.status == "timeout":
            raise StudentTimeout(NoAnswer(shown, "timeout"))
        if reply.status in ("dead", "flood") or reply.text is None:
            raise StudentCrash(NoAnswer(shown, "stopped"))
        answer = _answer(reply, steps, self._lines)
        if answer is None:
            raise StudentCrash(NoAnswer(shown, "unreadable"))
        return answer


def _usual(step):
    """The names by which the parameters of an exercise's function are known to the others."""
    if step["do"] != "call" or step["target"] not in HOME_OF or not step["kwargs"]["v"]:
        return {}
    return {"usual": _parameters(step["target"])}


@functools.cache
def _parameters(exercise):
    function = getattr(importlib.import_module(f"solutions.{exercise}"), exercise)
    return list(inspect.signature(function).parameters)


def _answer(reply, steps, lines):
    """The outcomes and events of a reply, None when it is unreadable.

    Nothing else keeps its text: an exception would hold it, and pytest holds the exceptions.
    """
    text, reply.text = reply.text, None
    try:
        content = wire.parse(text)
        results, events = content["results"], content["events"]
        if len(results) != len(steps) or len(events) > MAX_EVENTS:
            return None
        outcomes = [_outcome(r, s, lines) for r, s in zip(results, steps, strict=True)]
        return outcomes, [_event(e) for e in events]
    except (wire.MessageError, KeyError, TypeError, AttributeError, ValueError):
        return None


def _outcome(result, step, lines):
    if "error" in result:
        return Outcome(error=_error(result["error"], step, lines))
    return Outcome(
        value=wire.decode(result["value"]),
        args=[wire.decode(arg) for arg in result.get("args", [])],
        gradient=wire.decode(result.get("gradient")),
        last=wire.decode(result.get("last")),
    )


def _error(error, step, lines):
    kind, text, line = (_text(error[key]) for key in ("type", "message", "line"))
    name, raised_in = step["target"].split(".")[0], _text(error.get("where", "")).split(".")[0]
    if kind == "NotImplementedError" and raised_in:
        depends = name in HOME_OF and raised_in in HOME_OF.keys() - {name}
        kind, text = ("DependencyError", raised_in) if depends else ("StubError", text)
    missing = kind == "StubError" or (kind == "MissingError" and text == name)
    if kind == "MissingError":
        text = name
    if lines is not None and line not in lines:
        line = ""
    return StudentError(
        Raised(step["shown"], kind, text, line),
        missing=missing,
    )


def _text(value):
    if not isinstance(value, str):
        raise wire.MessageError("texte malformé")
    return value[:MAX_TEXT]


def _event(event):
    return {"event": _text(event["event"])} | {
        key: wire.decode(value) for key, value in event.items() if key != "event"
    }
