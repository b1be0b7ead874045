"""What varies from class to class: the numbers that the hidden tests send.

A class has a secret number of its own; within one class everybody is asked the same. Outside of a
class (`autograder check`, `verify`), the number is 0, and what is drawn is always the same.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import numpy as np

_secret: ContextVar[int] = ContextVar("secret", default=0)


@contextlib.contextmanager
def of_class(secret: int) -> Iterator[None]:
    """Meanwhile, the numbers of the class that has this secret."""
    before = _secret.set(secret)
    try:
        yield
    finally:
        _secret.reset(before)


def secret() -> int:
    """The number of the class that is being graded, 0 outside of a class."""
    return _secret.get()


def number(*what: object) -> int:
    """An integer of 32 bits that the class's secret and `what` give, unknown to who lacks one."""
    text = repr((secret(), *what)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "big")


def seed(usual: int) -> int:
    """The seed that a hidden test gives to a student's generators; the usual one in no class."""
    return number("seed", usual) if secret() else usual


def generator(seed: int) -> np.random.Generator:
    """The generator of a hidden test: other numbers for each seed, and in each class."""
    return np.random.default_rng([secret(), seed] if secret() else seed)


class ByClass(Mapping):
    """Named values, each one out of a few; the first ones outside of a class."""

    def __init__(self, choices: Mapping[str, tuple]):
        self._choices = choices

    def __getitem__(self, name: str) -> Any:
        choices = self._choices[name]
        return choices[number(name, choices) % len(choices)] if secret() else choices[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._choices)

    def __len__(self) -> int:
        return len(self._choices)
