"""Rates with their exact confidence intervals, for the calibration scripts."""

import math
from collections.abc import Callable


def interval(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a probability, after `hits` successes in `trials`."""
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _solve(lambda p: 1 - _at_most(hits - 1, trials, p) - tail)
    high = 1.0 if hits == trials else _solve(lambda p: tail - _at_most(hits, trials, p))
    return low, high


def _at_most(hits: int, trials: int, p: float) -> float:
    return sum(math.comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(hits + 1))


def _solve(increasing: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if increasing(middle) > 0 else (middle, high)
    return low


def rate(hits: int, trials: int) -> str:
    """For instance "2/300 = 0.7 % [0.1, 2.4]"."""
    low, high = interval(hits, trials)
    return f"{hits}/{trials} = {100 * hits / trials:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"
