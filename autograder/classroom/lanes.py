"""A class side by side: a worker that dies takes down its own copy only."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from autograder.workers import pool, stop


def side_by_side(task: Callable, items: Iterable[str], jobs: int) -> Iterator[tuple[str, Future]]:
    """Call `task(item)` in `jobs` processes; yield each item with its future once it is done.

    Each process has a pool of its own: a common one would fail the calls of all of them when one
    process dies.
    """
    waiting = deque(items)
    idle = [pool(1) for _ in range(min(jobs, len(waiting)))]
    running: dict[Future, tuple[str, ProcessPoolExecutor]] = {}
    try:
        while waiting or running:
            while waiting and idle:
                item, executor = waiting.popleft(), idle.pop()
                future, executor = _submit(executor, task, item)
                running[future] = item, executor
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                item, executor = running.pop(future)
                idle.append(pool(1) if died(future) else executor)
                yield item, future
    except BaseException:  # the class is left as it is, by a Ctrl-C for instance
        stop(*idle, *(executor for _, executor in running.values()))
        raise
    finally:
        for executor in [*idle, *(executor for _, executor in running.values())]:
            executor.shutdown(wait=False, cancel_futures=True)


def alone(task: Callable, item: str) -> Future:
    """Call `task(item)` in a fresh process, with nothing else beside it."""
    with pool(1) as executor:
        future = executor.submit(task, item)
        wait([future])
    return future


def died(future: Future) -> bool:
    """Whether the process that had the call died of it."""
    return isinstance(future.exception(), BrokenProcessPool)


def _submit(executor, task, item):
    try:
        return executor.submit(task, item), executor
    except BrokenProcessPool:  # it died after its last answer
        executor = pool(1)
        return executor.submit(task, item), executor
