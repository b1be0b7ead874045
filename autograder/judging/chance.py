"""What chance alone may do to a right answer that draws numbers."""

import numpy as np
from scipy.special import bdtr, bdtrc  # scipy.stats has the law itself, and takes long to import


def binomial_bounds(draws: int, probability: float, error: float) -> tuple[int, int]:
    """The counts that a binomial law leaves with probability below `error`, half on each side."""
    counts = np.arange(draws + 1)
    at_most = bdtr(counts, draws, probability)
    at_least = np.append(1.0, bdtrc(counts[:-1], draws, probability))
    return int(np.sum(at_most <= error / 2)), draws - int(np.sum(at_least <= error / 2))
