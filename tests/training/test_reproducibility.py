"""One seed, one result: what counts as the same draws and as different results."""

import numpy as np

from autograder.training.reproducibility import differ, same_openings


def test_the_same_openings_are_those_of_a_seed_given_again():
    assert same_openings([(0.0, 1.0, 1.0)] * 4)
    assert not same_openings([(0.0, 1.0, 1.0), (0.0, 1.0, 0.0)])
    assert not same_openings([(1.0, 1.0, 1.0)] * 4)  # a policy that does not draw
    assert not same_openings([])


def test_two_results_differ_when_both_are_numbers_and_are_not_close():
    one = np.ones(4)
    assert differ(one, one + 1e-3)
    assert not differ(one, one + 1e-12)
    assert not differ(one, None)
    assert not differ(None, None)
    assert not differ(one, np.full(4, np.nan))
    assert not differ(np.full(4, np.inf), one)
