"""What the grader may compute on a student's values: bounded by its own time of computation.

The time of its thread, not the clock's: a right answer is judged alike on a machine that has much
else to do. What is computed asks `go_on` wherever it loops: at each comparison, each call of a
student's function, each candidate. A single step between two of them is bounded by sizes.
"""

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

SECONDS = 90.0  # on one exercise; the runs of reference of a loop and its replay take up to 30


class WorkError(Exception):
    """The grader has computed for too long on what a student's functions gave."""


class Work:
    """The seconds that are left to the grader for one exercise."""

    def __init__(self, seconds: float):
        self.left = seconds
        self.sure = 0.0  # until when, by the clock, it cannot be used up

    @contextlib.contextmanager
    def doing(self) -> Iterator[None]:
        """What is computed meanwhile is taken off; `go_on` raises once nothing is left."""
        before = _current.set(self)
        self.left += time.thread_time()  # until when, meanwhile
        self.sure = 0.0
        try:
            yield
        finally:
            self.left -= time.thread_time()
            _current.reset(before)


_current: ContextVar[Work | None] = ContextVar("work", default=None)


def go_on() -> None:
    """Raise WorkError when the exercise that is being judged has used up its time."""
    work = _current.get()
    # a thread never computes for longer than the clock tells, which is asked in a tenth of the time
    if work is None or time.monotonic() < work.sure:
        return
    left = work.left - time.thread_time()
    if left < 0:
        raise WorkError
    work.sure = time.monotonic() + left


@contextlib.contextmanager
def elsewhere() -> Iterator[None]:
    """What the student's functions compute, where they share the grader's thread, is not its."""
    start = time.thread_time()
    try:
        yield
    finally:
        work = _current.get()
        if work is not None:
            work.left += time.thread_time() - start
