"""The notebook as it stood when each of its answers was defined."""

import contextlib
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

DEFINED: dict[str, Any] = {}  # the answers, as they were when their cells defined them
AROUND: dict[
    str, dict[str, Any]
] = {}  # for each answer, the names of the notebook at the end of its cell
STANDING: dict[
    tuple[str, str], dict[str, Any]
] = {}  # for each answer and moment, the names as its functions left them


def note(defined: Iterable[str], ended: Iterable[str], namespace: dict[str, Any]) -> None:
    """Note some answers as they are now, and the names around others."""
    for name in defined:
        if name in namespace:
            value = namespace[name]
            if isinstance(value, functools._lru_cache_wrapper):  # arrays cannot be cached
                value = value.__wrapped__
            DEFINED[name] = value
    for name in ended:
        AROUND[name] = dict(namespace)


@contextlib.contextmanager
def standing(reading: Sequence[str] | None, namespace: dict[str, Any]) -> Iterator[None]:
    """While it lasts, the notebook's names are those that an answer had when it was defined.

    reading: the answer's name and how to read it: as its cell "defined" it, as the cell "ended", or
    as the notebook leaves it ("final"). The other answers are as their own cells defined them.
    """
    if reading is None:
        yield
        return
    name, moment = reading
    now = dict(namespace)
    names = STANDING.get((name, moment))
    if names is None:
        around = AROUND.get(name, {})
        earlier = {key: value for one in AROUND.values() for key, value in one.items()}
        names = {**earlier, **now, **around, **DEFINED}
        source = {"defined": DEFINED, "ended": around, "final": now}[moment]
        if name in source:
            names[name] = source[name]
    _replace(namespace, names)
    try:
        yield
    finally:
        STANDING[name, moment] = dict(namespace)
        _replace(namespace, now)


def _replace(namespace, names):
    namespace.clear()
    namespace.update(names)
