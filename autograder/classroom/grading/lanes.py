"""A class side by side: a worker that dies takes down its own copy only."""

import functools
import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from autograder.student.process import sweep
from autograder.workers import pool, stop

T = TypeVar("T")


class Workers(Protocol):
    """Processes that judge copies, here or elsewhere, `slots` of them at once.

    A process that dies takes down its own item only; `died` tells it of the future.
    """

    @property
    def slots(self) -> int: ...

    def each(self, task: Callable, items: Iterable[T]) -> Iterator[tuple[T, Future]]:
        """Call `task(item)` for each; yield it with its future once it is done."""

    def alone(self, task: Callable, item: Any) -> Future:
        """Call `task(item)` in a fresh process, with nothing else beside it."""


@dataclass(frozen=True)
class Lanes:
    """Processes of this machine, as many as `slots`, for one class."""

    slots: int

    def each(self, task: Callable, items: Iterable[T]) -> Iterator[tuple[T, Future]]:
        with LastingLanes(self.slots) as lanes:
            yield from lanes.each(task, items)

    def alone(self, task: Callable, item: Any) -> Future:
        return alone(task, item)


@dataclass(frozen=True)
class LastingLanes(Lanes):
    """The same for several classes: what they have loaded is not loaded again, nor read if changed.

    Use as a context manager.
    """

    _idle: list[ProcessPoolExecutor] = field(default_factory=list)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for executor in self._idle:
            executor.shutdown(wait=False, cancel_futures=True)

    def each(self, task: Callable, items: Iterable[T]) -> Iterator[tuple[T, Future]]:
        return side_by_side(task, items, self.slots, self._idle)


def side_by_side(
    task: Callable, items: Iterable[T], jobs: int, idle: list[ProcessPoolExecutor]
) -> Iterator[tuple[T, Future]]:
    """Call `task(item)` in `jobs` processes; yield each item with its future once it is done.

    Each process has a pool of its own: a common one would fail the calls of all of them when one
    process dies. They have their next item before what they did is told: who is told may be long.
    idle: those that are there already, and in the end all; none when it is left before.
    """
    waiting = deque(items)
    idle.extend(pool(1) for _ in range(min(jobs, len(waiting)) - len(idle)))
    running: dict[Future, tuple[T, ProcessPoolExecutor]] = {}
    try:
        done: list[tuple[T, Future]] = []
        while waiting or running or done:
            while waiting and idle:
                item, executor = waiting.popleft(), idle.pop()
                future, executor = _submit(executor, functools.partial(_called, task), item)
                running[future] = item, executor
            yield from done
            done = []
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                item, executor = running.pop(future)
                idle.append(pool(1) if died(future) else executor)
                done.append((item, future))
    except BaseException:  # the class is left as it is, by a Ctrl-C for instance
        stop(*idle, *(executor for _, executor in running.values()))
        idle.clear()
        sweep()  # one that had to be killed has left its copy's folder
        raise


def alone(task: Callable, item: Any) -> Future:
    """Call `task(item)` in a fresh process, with nothing else beside it."""
    with pool(1) as executor:
        future = executor.submit(task, item)
        wait([future])
    return future


def died(future: Future) -> bool:
    """Whether the process that had the call died of it."""
    return isinstance(future.exception(), BrokenProcessPool)


def _called(task, item):
    """Call `task(item)` in one of the processes; one that is told to end has only to clean up."""
    try:
        result = task(item)
    except SystemExit:  # undoing what it has loaded would take longer than all the rest
        os._exit(1)
    _settle()
    return result


@functools.cache
def _settle():
    """Let the collector leave alone what a process has loaded: it went through it at each copy."""
    gc.collect()
    gc.freeze()


def _submit(executor, task, item):
    try:
        return executor.submit(task, item), executor
    except BrokenProcessPool:  # it died after its last answer
        executor = pool(1)
        return executor.submit(task, item), executor
