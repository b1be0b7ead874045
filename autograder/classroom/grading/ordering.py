"""Which copies are judged first: those that may be long, so that none holds the end of a class."""

import math
import statistics
from collections.abc import Iterable, Mapping

from autograder.classroom.grading.judge import Order

# What a notebook keeps of a loop that its author had to stop: it will not stop by itself here.
STOPPED = b'"KeyboardInterrupt"'


def longest_first(orders: Iterable[Order], last: Mapping[str, float | None]) -> list[Order]:
    """The orders, those that are likely to take longest first, the others as they came.

    last: the seconds that each student's copy took the last time, None when there was none. Of
    the copies without one, those that their authors had to stop come first.
    """
    usual = statistics.median([one for one in last.values() if one is not None] or [0.0])

    def likely(order: Order) -> float:
        seconds = last[order.student]
        if seconds is not None:
            return seconds
        return math.inf if _was_stopped(order) else usual

    return sorted(orders, key=likely, reverse=True)


def _was_stopped(order: Order) -> bool:
    try:
        return STOPPED in (order.submitted / f"{order.assignment}.ipynb").read_bytes()
    except OSError:
        return False
