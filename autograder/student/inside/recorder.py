"""Notes what a training function does, through the neutral replacements of what it calls."""

import contextlib
import functools
import inspect
from collections.abc import Collection, Iterator
from typing import Any

from .naming import called_like, looking_like
from .wire import encode

MAX_EVENTS = 20_000


class Recorder:
    """Collects what a training loop does, in order, as plain data; nothing if nobody will look.

    told: the kinds of events that will be looked at; all of them where none is named. counted:
    whether only their numbers will be: those of one kind in a row are then one event, and how many
    `times`.
    """

    def __init__(self, listening: bool = True, told: Collection[str] = (), counted: bool = False):
        self.events: list[dict[str, Any]] = []
        self.room = MAX_EVENTS if listening else 0
        self.told = told
        self.counted = counted

    def add(self, event: str, **details: Any) -> None:
        if self.told and event not in self.told:
            return
        if self.counted:
            if self.events and self.events[-1]["event"] == event:
                self.events[-1]["times"] += 1
                return
            details = {"times": 1}
        if len(self.events) < self.room:
            self.events.append({"event": event, **{k: encode(v) for k, v in details.items()}})


def load(source: str, name: str) -> Any:
    """The object of this name that a text of the grader defines, None where it defines none."""
    namespace: dict[str, Any] = {}
    exec(compiled(source, f"{name}.py", "exec"), namespace)
    return namespace.get(name)


compiled = functools.cache(compile)  # the same few texts come many times


@contextlib.contextmanager
def replaced(
    stand_ins: dict[str, str],
    recorder: Recorder,
    namespace: dict[str, Any],
    seed: int | None,
) -> Iterator[None]:
    """While it lasts, these functions of the notebook are their recording replacements.

    stand_ins: the text of each one, which defines stand_in(recorder, seed). With no seed, they do
    as the notebook's own do, by the same texts' noted(recorder, own), where they define it: a class
    of the notebook is noted in place, for its own methods may name it.
    """
    own = {name: namespace[name] for name in stand_ins if name in namespace}
    with _as_they_were([one for one in own.values() if inspect.isclass(one)]):
        if seed is None:
            notes = {name: load(stand_ins[name], "noted") for name in own}
            made = {name: note(recorder, own[name]) for name, note in notes.items() if note}
        else:
            texts = stand_ins.items()
            made = {name: load(text, "stand_in")(recorder, seed) for name, text in texts}
            for name, one in made.items():
                one.__name__ = name  # there may be nothing to look like
        for name, one in made.items():
            like = own.get(name, one)
            namespace[name] = one if one is like else looking_like(called_like(one, like), like)
        try:
            yield
        finally:
            for name in made:
                del namespace[name]
            namespace.update(own)


@contextlib.contextmanager
def _as_they_were(kinds):
    """Once it has lasted, these classes have again the attributes that they had."""
    kept = [(kind, dict(vars(kind))) for kind in kinds]
    try:
        yield
    finally:
        for kind, before in kept:
            now = dict(vars(kind))
            for name in now.keys() - before.keys():
                delattr(kind, name)
            for name, value in before.items():
                if now.get(name) is not value:
                    setattr(kind, name, value)
