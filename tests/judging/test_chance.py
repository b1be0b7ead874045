"""The bounds of a count are those of the exact law."""

import math

import pytest

from autograder.judging.chance import binomial_bounds


@pytest.mark.parametrize("error", [1e-9, 1e-3, 0.05])
@pytest.mark.parametrize("probability", [0.0, 0.0075, 0.25, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("draws", [1, 20, 300])
def test_the_bounds_leave_out_as_much_as_they_may_and_no_more(draws, probability, error):
    law = [
        math.comb(draws, k) * probability**k * (1 - probability) ** (draws - k)
        for k in range(draws + 1)
    ]
    low, high = binomial_bounds(draws, probability, error)
    assert 0 <= low <= high <= draws
    assert sum(law[:low]) <= error / 2 < sum(law[: low + 1])
    assert sum(law[high + 1 :]) <= error / 2 < sum(law[high:])
