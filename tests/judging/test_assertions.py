"""Numbers are compared as numpy compares them, however few they are."""

import itertools

import numpy as np
import pytest

from autograder.judging.assertions import FEW, close

ODD = (0.0, 1.0, 1.0 + 1e-7, 1.0 + 1e-5, -1.0, 1e-10, np.inf, -np.inf, np.nan, 1e300)


@pytest.mark.parametrize("size", [1, 3, FEW, FEW + 1])
def test_arrays_of_any_size_are_compared_as_numpy_does(size):
    for one, other in itertools.product(ODD, repeat=2):
        left, right = np.ones(size), np.ones(size)
        left[-1], right[-1] = one, other
        assert close(left, right) == np.allclose(left, right, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("size", [2, FEW + 1])
def test_the_types_of_numbers_do_not_matter_but_for_what_they_can_tell_apart(size):
    ones = np.ones(size)
    assert close(ones, ones.astype(bool))
    assert close(ones.astype(int), ones)
    assert close(ones.astype(np.uint8), 0 * ones.astype(np.uint8) + 1)
    assert not close(np.zeros(size, dtype=np.uint8), np.ones(size, dtype=np.uint8))
    assert close(ones.astype(np.float32), ones + 2e-6)
    assert not close(ones, ones + 2e-6)
    assert not close(ones, np.ones(size + 1))
    assert not close(ones, np.ones((size, 1)))
