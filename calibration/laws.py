"""The laws behind the rates of the hidden tests, and the exact interval of a measured rate."""

from scipy.stats import binom, binomtest


def interval(hits: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """The Clopper-Pearson interval of a probability, after `hits` successes in `trials`."""
    found = binomtest(hits, trials).proportion_ci(level, method="exact")
    return float(found.low), float(found.high)


def outside(low: int, high: int, trials: int, p: float) -> float:
    """The probability that a number of successes leaves [low, high]."""
    return float(binom.cdf(low - 1, trials, p) + binom.sf(high, trials, p))


def unseen(things: int, probability: float, draws: int) -> float:
    """Bounds the probability that one of the things, each of this probability, is never drawn."""
    return things * (1 - probability) ** draws


def rate(hits: int, trials: int) -> str:
    """For instance "2/300 = 0,67 % [0,08 ; 2,4]", the interval at 95 %."""
    share, low, high = map(_percent, (hits / trials, *interval(hits, trials)))
    return f"{hits}/{trials} = {share} % [{low} ; {high}]"


def _percent(probability):
    """Two digits, or a whole number from 10 % on."""
    percents = 100 * probability
    return f"{percents:.0f}" if percents >= 10 else f"{percents:.2g}".replace(".", ",")
