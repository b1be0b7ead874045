"""The laws behind the rates of the hidden tests, and the exact interval of a measured rate."""

import math
from collections.abc import Callable


def interval(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a probability, after `hits` successes in `trials`."""
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _solve(lambda p: 1 - binomial(hits - 1, trials, p) - tail)
    high = 1.0 if hits == trials else _solve(lambda p: tail - binomial(hits, trials, p))
    return low, high


def _solve(increasing: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if increasing(middle) > 0 else (middle, high)
    return low


def binomial(most: int, trials: int, p: float) -> float:
    """The probability of at most `most` successes in `trials`."""
    if p in (0.0, 1.0):
        return float(most >= p * trials)
    return math.fsum(
        math.exp(_log_comb(trials, k) + k * math.log(p) + (trials - k) * math.log1p(-p))
        for k in range(most + 1)
    )


def _log_comb(n, k):
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def outside(low: int, high: int, trials: int, p: float) -> float:
    """The probability that a number of successes leaves [low, high]."""
    return binomial(low - 1, trials, p) + binomial(trials - high - 1, trials, 1 - p)


def unseen(things: int, probability: float, draws: int) -> float:
    """Bounds the probability that one of the things, each of this probability, is never drawn."""
    return things * (1 - probability) ** draws


def chi_square_above(value: float, degrees: int) -> float:
    """The probability that a chi-square law of an odd number of degrees exceeds a value."""
    half = value / 2
    terms = (half ** (j - 0.5) / math.gamma(j + 0.5) for j in range(1, (degrees + 1) // 2))
    return math.erfc(math.sqrt(half)) + math.exp(-half) * math.fsum(terms)


def rate(hits: int, trials: int) -> str:
    """For instance "2/300 = 0,67 % [0,08 ; 2,4]", the interval at 95 %."""
    share, low, high = map(_percent, (hits / trials, *interval(hits, trials)))
    return f"{hits}/{trials} = {share} % [{low} ; {high}]"


def _percent(probability):
    """Two digits, or a whole number from 10 % on."""
    percents = 100 * probability
    return f"{percents:.0f}" if percents >= 10 else f"{percents:.2g}".replace(".", ",")
