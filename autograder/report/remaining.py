"""How long a class still takes, from the moments at which its first copies were done."""

import math
import statistics
import time
from collections.abc import Callable, Mapping

# How copies differ from one another, in shares of their mean, before any is seen: in a class drawn
# among the answers of the banks (benchmarks/costs.py), and in one that was graded before.
SPREAD, SPREAD_AGAIN = 0.9, 0.3
SEEN_BEFORE = 2  # for how many copies that counts
# How many standard errors are told on each side. One long copy that no copy done announces makes
# a class longer by much; nothing makes it shorter by as much.
SHORTER, LONGER = 1.3, 2.5
ENOUGH = 0.2  # of the time left: what is known as finely is told as one number


class Remaining:
    """The pace of some workers, and what it leaves to do.

    last: the seconds that each copy took when it was last graded, None for a new one: what is left
    counts by them, for those that were long come first. slots: how many copies at once. The first
    copy of each worker is not counted: it also waits for the worker's start, and those of all
    workers end together.
    """

    def __init__(
        self,
        last: Mapping[str, float | None],
        slots: int,
        clock: Callable[[], float] = time.monotonic,
    ):
        known = [seconds for seconds in last.values() if seconds]
        usual = statistics.fmean(known) if known else 1.0
        self.slots = slots
        self._clock = clock
        self._spread = SPREAD_AGAIN if len(known) == len(last) else SPREAD
        self._weights = {name: seconds or usual for name, seconds in last.items()}
        self._left = sum(self._weights.values())
        self._total = len(last)
        self._moments: list[float] = []
        self._done: list[float] = []  # their weights
        self._ratios: list[float] = []  # of what they took to it

    def one_more(self, name: str, seconds: float) -> None:
        """Note that a copy is done, and took these seconds to its worker."""
        weight = self._weights.pop(name)
        self._left -= weight
        self._moments.append(self._clock())
        self._done.append(weight)
        self._ratios.append(seconds / weight)

    @property
    def running(self) -> int:
        """How many copies are being judged."""
        return min(self.slots, self._total - len(self._moments))

    def seconds(self) -> float | None:
        """The seconds to the end of the class; None while nothing tells."""
        counted = sum(self._done[self.slots :])
        if not counted:
            return None
        last = self._moments[-1]
        pace = (last - self._moments[self.slots - 1]) / counted
        left = self._left * pace if self._weights else 0.0
        return max(0.0, left - (self._clock() - last))

    def between(self) -> tuple[float, float] | None:
        """The least and the most of the seconds to the end; twice the same if they are known well.

        None while nothing tells.
        """
        seconds = self.seconds()
        if not seconds:
            return None if seconds is None else (0.0, 0.0)
        error = self._relative_error()
        if LONGER * error <= ENOUGH:
            return seconds, seconds
        return seconds / (1 + SHORTER * error), seconds * (1 + LONGER * error)

    def _relative_error(self) -> float:
        """That of the time left: of the pace, and of what the copies that are left may be."""
        mean, seen = statistics.fmean(self._ratios), len(self._ratios)
        own = statistics.pvariance(self._ratios) / mean**2 if mean else 0.0
        variance = (seen * own + SEEN_BEFORE * self._spread**2) / (seen + SEEN_BEFORE)
        counted, left = seen - self.slots, len(self._weights)
        return math.sqrt(variance * (1 / counted + 1 / left))
