"""Short runs of a training function, and what the reference makes of them."""

import contextlib
import functools
import importlib
import inspect
import random
from collections import deque
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

from autograder.declarations import loop_of
from autograder.judging import variant
from autograder.student.inside.environments import environments
from autograder.student.inside.recorder import Recorder

KEPT = 256  # references: those of a class are fewer than half, and each copy has one of its own
SEEDS = 50  # a class's runs have the usual seeds plus one of these numbers, from 0
# A run in which nothing is learnt before epsilon has decayed, and much: whatever the class's seed,
# the first trajectory of CartPole is shorter than the batch, and all of them are longer.
LATE: dict[str, Any] = {"n_trajectories": 12, "batch_size": 80, "epsilon_decay": 0.5}


@dataclass(frozen=True)
class Run:
    """One call of a training function; `limit` shortens the environment's episodes.

    slope: the share of the last number of each state that is added to its reward.
    """

    items: tuple[tuple[str, Any], ...]
    limit: int | None = None
    slope: float = 0.0

    @property
    def kwargs(self) -> dict[str, Any]:
        """The arguments; the seed is the class's."""
        asked = dict(self.items)
        shift = variant.number("seeds") % SEEDS if variant.secret() else 0
        return {**asked, "seed": asked["seed"] + shift} if "seed" in asked else asked

    def seeded(self, seed: int) -> "Run":
        """The same call with another seed."""
        return replace(self, items=tuple({**dict(self.items), "seed": seed}.items()))

    @property
    def env(self) -> dict | None:
        if not (self.limit or self.slope):
            return None
        return {"kind": "changed", "max_episode_steps": self.limit, "slope": self.slope}


def run(base: dict[str, Any], limit: int | None = None, slope: float = 0.0, **changed: Any) -> Run:
    """The call with the base arguments, some of them changed."""
    return Run(tuple({**base, **changed}.items()), limit, slope)


class ArrivalOrder:
    """A replay memory in arrival order, like a list or a deque: same content, other draws."""

    def __init__(self, buffer_size):
        self.data = deque(maxlen=buffer_size)

    def store(self, element: Any) -> None:
        self.data.append(element)

    def get_batch(self, batch_size: int) -> list:
        return random.sample(self.data, batch_size)


class Late:
    """A replay memory that looks one element shorter: the loop waits for more than a batch."""

    def __init__(self, memory):
        self.memory = memory
        self.store = memory.store
        self.get_batch = memory.get_batch

    @property
    def data(self) -> list:
        return list(self.memory.data)[1:]


def reference(name: str, one: Run, late: bool, arrival_order: bool) -> Any:
    """What the reference returns for a run, perhaps with one of the two memories above."""
    of_the_class = replace(one, items=tuple(one.kwargs.items()))
    return _reference(name, of_the_class, late, arrival_order)


def defaults(name: str) -> dict[str, Any]:
    """The arguments that a reference has where none is given: those of the notebook."""
    signature = inspect.signature(getattr(importlib.import_module(f"solutions.{name}"), name))
    return {one.name: one.default for one in signature.parameters.values()}


@functools.lru_cache(maxsize=KEPT)
def _reference(name, one, late, arrival_order):
    module = importlib.import_module(f"solutions.{name}")
    declared = loop_of(name)
    with contextlib.ExitStack() as changes:
        changes.enter_context(environments(one.env, Recorder(listening=False), vars(module)))
        if declared.memory:
            kind = ArrivalOrder if arrival_order else getattr(module, declared.memory)
            memory = (lambda size: Late(kind(size))) if late else kind
            changes.enter_context(mock.patch.object(module, declared.memory, memory))
        return getattr(module, name)(**dict(one.items))
