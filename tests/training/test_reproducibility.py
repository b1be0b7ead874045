"""One seed, one result: what counts as the same draws and as different results."""

import numpy as np

from autograder.training.episodes import Record
from autograder.training.reproducibility import differ, same_openings, seeded_again


def test_the_same_openings_are_those_of_a_seed_given_again():
    assert same_openings([(0.0, 1.0, 1.0)] * 4)
    assert not same_openings([(0.0, 1.0, 1.0), (0.0, 1.0, 0.0)])
    assert not same_openings([(1.0, 1.0, 1.0)] * 4)  # a policy that does not draw
    assert not same_openings([])
    assert not same_openings([(0.0, 1.0, 1.0)])  # one trajectory, which has nothing to repeat


def test_a_generator_seeded_again_draws_the_same_in_two_trajectories():
    once = [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8], [0.9, 0.2, 0.11, 0.12]]
    assert seeded_again(record(once)).tolist() == [False, True, False, False]
    assert not seeded_again(record(once[:1])).any()
    assert not seeded_again(record([])).any()


def record(draws):
    return Record(call="", value=None, trajectories=[], buffers=[], draws=draws)


def test_two_results_differ_when_both_are_numbers_and_are_not_close():
    one = np.ones(4)
    assert differ(one, one + 1e-3)
    assert not differ(one, one + 1e-12)
    assert not differ(one, None)
    assert not differ(None, None)
    assert not differ(one, np.full(4, np.nan))
    assert not differ(np.full(4, np.inf), one)
