"""Calls the student's functions and writes back plain data."""

import contextlib
import copy
import inspect
import io
import json
import linecache
import os
import random
import sys
import tempfile
import traceback
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import zmq

from .environments import environments
from .lasting import last
from .naming import looking_like, renamed
from .recorder import Recorder, load, replaced
from .standing import note, standing
from .traces import shorten
from .wire import LINE, MAX_REPLY, MAX_TEXT, TOO_LARGE, decode, encode

# A call comes from what looks like a cell of the notebook.
CELL = f"{tempfile.gettempdir()}/ipykernel_{os.getpid()}/1.py"
CALL = compile("target(*args, **kwargs)", CELL, "eval")


class MissingError(Exception):
    """The notebook does not define the name that the grader asks for."""


class Silence(io.TextIOBase):
    """Takes what the student's functions print while the grader calls them."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)


def resolve(target: str, namespace: dict[str, Any], saved: dict[str, Any]) -> Any:
    """Find "phi", "buffer.store"… among the saved objects, then the notebook's names."""
    head, *attributes = target.split(".")
    if head in saved:
        value = saved[head]
    elif head in namespace:
        value = namespace[head]
    else:
        raise MissingError(head)
    for attribute in attributes:
        value = getattr(value, attribute)
    return value


@contextlib.contextmanager
def watched(function: Any, position: int | None) -> Iterator[list[Any]]:
    """While it lasts, note what the parameter at this position is bound to when `function` ends.

    A function that binds it to a new array leaves no other trace of what it computed.
    """
    seen: list[Any] = []
    with contextlib.suppress(ValueError):  # wrappers without an end
        function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if position is None or code is None or position >= code.co_argcount:
        yield seen
        return

    def note(frame, event, value):
        if event == "return" and frame.f_code is code:
            seen.append(frame.f_locals.get(code.co_varnames[position]))

    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def _gradients(asked: bool) -> contextlib.AbstractContextManager[object]:
    """Records what a gradient needs, as any training does, even if the notebook turned it off."""
    return sys.modules["torch"].enable_grad() if asked else contextlib.nullcontext()


def run_step(
    step: dict[str, Any],
    namespace: dict[str, Any],
    saved: dict[str, Any],
    describe: Callable[[Any], Any] | None,
) -> dict[str, Any]:
    target = resolve(step["target"], namespace, saved)
    if step["do"] == "get":
        return {"value": encode(copy.copy(target), describe)}
    args, kwargs = decode(step["args"]), decode(step["kwargs"])
    if kwargs:
        target = renamed(target, step.get("usual", ()))
    if step["wrt"] is not None:
        args[step["wrt"]].requires_grad_(True)
    names = {"target": target, "args": args, "kwargs": kwargs}
    with _gradients(step["wrt"] is not None), watched(target, step["watch"]) as seen:
        values = []
        for _ in range(step["repeat"] or 1):  # a comprehension would be one more function
            values.append(eval(CALL, namespace, names))
    reply = {"args": [encode(arg) for arg in args], "last": encode(seen[-1] if seen else None)}
    if step["save"]:
        saved[step["save"]] = values[0]
        return {**reply, "value": None}
    reply["value"] = encode(values if step["repeat"] else values[0], describe)
    if step["wrt"] is not None:
        values[0].backward()
        reply["gradient"] = encode(args[step["wrt"]].grad)
    return reply


def describe_error(error: BaseException) -> dict[str, str]:
    """What the student may be told of an exception: type, text, their own line, and the function
    that raised it, where it is the notebook's.
    """
    line = where = ""
    trace = shorten(error.__traceback__)
    for frame in traceback.extract_tb(trace):
        if _is_of_a_cell(frame.filename):
            line = linecache.getline(frame.filename, frame.lineno or 0).strip()
    for running, _ in traceback.walk_tb(trace):
        code = running.f_code
        where = code.co_qualname if _is_of_a_cell(code.co_filename) else ""
    return {
        "type": type(error).__name__[:MAX_TEXT],
        "message": str(error)[:MAX_TEXT],
        "line": line[:MAX_TEXT],
        "where": where[:MAX_TEXT],
    }


def _is_of_a_cell(file: str) -> bool:
    return "ipykernel" in file or "ipython-input" in file


def seed_everything(seed: int) -> None:
    np.random.seed(seed)
    random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


SAVED: dict[str, Any] = {}  # the objects that the grader asked to keep, by the name it gave them


def answer(request: dict[str, Any], namespace: dict[str, Any]) -> dict[str, Any]:
    """Run the steps of one request; an error stops that step alone."""
    env = request["env"] or {}
    recorder = Recorder(request["record"], env.get("told", ()), env.get("counted", False))
    results = []
    describe = request["describe"] and load(request["describe"], "describe")
    if request["seed"] is not None:
        seed_everything(request["seed"])
    with (
        contextlib.redirect_stdout(Silence()),
        contextlib.redirect_stderr(Silence()),
        standing(request.get("reading"), namespace),
        environments(request["env"], recorder, namespace),
        replaced(request["stand_ins"], recorder, namespace, request["neutral"]),
    ):
        kept = _with_apparatus(request, namespace)
        for step in request["steps"]:
            try:
                results.append(run_step(step, namespace, kept, describe))
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                results.append({"error": describe_error(error)})
    return {"results": results, "events": recorder.events}


def written(reply: dict[str, Any]) -> str:
    """The text of a reply; of one that no socket would let through, that it is too large."""
    text = json.dumps(reply)
    if len(text) <= MAX_REPLY:
        return text
    refused = {"error": describe_error(OverflowError(TOO_LARGE))}
    return json.dumps({"results": [refused] * len(reply["results"]), "events": []})


def _with_apparatus(request, namespace):
    """The saved objects, with the grader's own one that a request brings."""
    if "apparatus" not in request:
        return SAVED
    return SAVED | {"apparatus": load(request["apparatus"], "apparatus")(namespace)}


def attend(line: Any, order: str, namespace: dict[str, Any]) -> None:
    """Answer the requests that come on the line, until the one that ends this order.

    A message of Jupyter's goes through three threads and makes four others: it takes ten times as
    long as most answers. A reply is that of the request whose number stands before it.
    """
    while True:
        asked = json.loads(line.recv())
        if asked["do"] == "answer":
            reply = written(answer(asked, namespace))
            line.send((asked["number"] + reply).encode())
        elif asked["order"] == order:
            return


def handler(kernel: Any, own: Any) -> types.MethodType:
    """What answers a message of the grader, in place of the kernel's `own` handler, like which it
    looks.
    """
    namespace = kernel.shell.user_ns
    line = kernel.parent.context.socket(zmq.PAIR)
    line.bind(f"ipc://{kernel.parent.ip}-{LINE}")

    def handle(self, stream, ident, parent):
        asked = json.loads(parent["content"]["code"])
        if asked["do"] == "note":
            note(asked["defined"], asked["ended"], namespace)
        elif asked["do"] == "last":
            last()
        else:
            attend(line, parent["header"]["msg_id"], namespace)

    return types.MethodType(looking_like(handle, own.__func__), kernel)
