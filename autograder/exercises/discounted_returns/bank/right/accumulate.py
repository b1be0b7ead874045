"""Juste : itertools.accumulate sur les récompenses à l'envers."""

import itertools

import numpy as np


def discounted_returns(recompenses, gamma):
    inverse = itertools.accumulate(recompenses[::-1], lambda G, r: r + gamma * G)
    return np.fromiter(inverse, float)[::-1]
