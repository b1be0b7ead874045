"""Which copies are judged first: those that may be long, so that none holds the end of a class."""

import math
import statistics
from collections.abc import Callable, Iterable

from autograder.classroom.judge import Order

# What a notebook keeps of a loop that its author had to stop: it will not stop by itself here.
STOPPED = b'"KeyboardInterrupt"'


def longest_first(
    orders: Iterable[Order], last_seconds: Callable[[Order], float | None]
) -> list[Order]:
    """The orders, those that are likely to take longest first, the others as they came.

    last_seconds: what a copy of the same student took the last time, None when there was none. Of
    the others, those that their authors had to stop come first.
    """
    orders = list(orders)
    known = {order.student: last_seconds(order) for order in orders}
    usual = statistics.median([one for one in known.values() if one is not None] or [0.0])

    def likely(order: Order) -> float:
        last = known[order.student]
        if last is not None:
            return last
        return math.inf if _was_stopped(order) else usual

    return sorted(orders, key=likely, reverse=True)


def _was_stopped(order: Order) -> bool:
    try:
        return STOPPED in (order.submitted / f"{order.assignment}.ipynb").read_bytes()
    except OSError:
        return False
