"""Functions called by keyword, whatever names a student gave to their parameters."""

import contextlib
import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

SPREAD = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def parameters(function: Any) -> list[str]:
    """The names of a function's parameters, in order; none when they cannot be known."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.name for one in found if one.kind not in SPREAD]


def renamed(function: Callable[..., Any], usual: Sequence[str]) -> Callable[..., Any]:
    """The same function, also called by the `usual` names of its parameters, in their order."""
    own = parameters(function)
    pairs = zip(own, usual, strict=False)
    names = {theirs: mine for mine, theirs in pairs if theirs not in own and mine not in usual}
    if not names:
        return function

    @functools.wraps(function)
    def call(*args, **kwargs):
        return function(*args, **{names.get(key, key): value for key, value in kwargs.items()})

    return call


def called_like(stand_in: Any, own: Any) -> Any:
    """A stand-in, function or class, also called by the names of the student's own parameters."""
    if not inspect.isclass(stand_in):
        return renamed(stand_in, parameters(own))
    methods = {
        name: renamed(method, parameters(getattr(own, name, None)))
        for name, method in vars(stand_in).items()
        if inspect.isfunction(method)
    }
    return type(stand_in.__name__, (stand_in,), methods)


LOOKS = ("__name__", "__qualname__", "__module__", "__doc__")


def looking_like(stand_in: Any, own: Any) -> Any:
    """The stand-in with the names, the text and the signature of what it stands for."""
    if hasattr(stand_in, "__wrapped__"):
        del stand_in.__wrapped__
    for look in LOOKS:
        with contextlib.suppress(Exception):  # whatever the student's object makes of it
            setattr(stand_in, look, getattr(own, look))
    with contextlib.suppress(Exception):
        stand_in.__signature__ = inspect.signature(own)
    return stand_in
