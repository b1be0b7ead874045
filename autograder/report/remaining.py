"""How long a class still takes, from the moments at which its first copies were done."""

import time
from collections.abc import Callable


class Remaining:
    """The pace of some workers, and what it leaves to do.

    total: how many copies; slots: how many at once. The first copy of each worker is not counted:
    it also waits for the worker's start, and those of all workers end together.
    """

    def __init__(self, total: int, slots: int, clock: Callable[[], float] = time.monotonic):
        self.total = total
        self.slots = slots
        self._clock = clock
        self._moments: list[float] = []

    def one_more(self) -> None:
        """Note that a copy is done."""
        self._moments.append(self._clock())

    @property
    def running(self) -> int:
        """How many copies are being judged."""
        return min(self.slots, self.total - len(self._moments))

    def seconds(self) -> float | None:
        """The seconds to the end of the class; None while nothing tells."""
        counted = len(self._moments) - self.slots
        if counted < 1:
            return None
        last = self._moments[-1]
        pace = (last - self._moments[self.slots - 1]) / counted
        left = (self.total - len(self._moments)) * pace
        return max(0.0, left - (self._clock() - last))
