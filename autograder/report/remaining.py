"""How long a class still takes, from the moments at which its first copies were done."""

import statistics
import time
from collections.abc import Callable

LONG = 5  # times what the copies usually take: of an endless loop, which comes first if it may


class Remaining:
    """The pace of some workers, and what it leaves to do.

    total: how many copies; slots: how many at once. The first copy of each worker is not counted:
    it also waits for the worker's start, and those of all workers end together. Nor are the few
    that were very long: they say nothing of those that are left.
    """

    def __init__(self, total: int, slots: int, clock: Callable[[], float] = time.monotonic):
        self.total = total
        self.slots = slots
        self._clock = clock
        self._moments: list[float] = []
        self._seconds: list[float] = []

    def one_more(self, seconds: float = 0.0) -> None:
        """Note that a copy is done, which took a worker so many seconds, if it is known."""
        self._moments.append(self._clock())
        self._seconds.append(seconds)

    @property
    def running(self) -> int:
        """How many copies are being judged."""
        return min(self.slots, self.total - len(self._moments))

    def seconds(self) -> float | None:
        """The seconds to the end of the class; None while nothing tells."""
        counted = len(self._moments) - self.slots
        if counted < 1:
            return None
        begun, last = self._moments[self.slots - 1], self._moments[-1]
        worked = self.slots * (last - begun)
        bound = LONG * statistics.median(self._seconds)
        pairs = list(zip(self._moments, self._seconds, strict=True))[self.slots :]
        long = [min(seconds, end - begun) for end, seconds in pairs if seconds > bound > 0]
        if len(long) < counted:
            worked, counted = max(0.0, worked - sum(long)), counted - len(long)
        left = (self.total - len(self._moments)) * worked / self.slots / counted
        return max(0.0, left - (self._clock() - last))
