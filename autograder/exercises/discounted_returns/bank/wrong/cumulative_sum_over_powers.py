"""Faux : la somme est divisée par gamma^t, nul pour gamma = 0."""
# diagnostic : divided_by_powers

import numpy as np


def discounted_returns(rewards, gamma):
    puissances = gamma ** np.arange(len(rewards))
    return np.cumsum((puissances * rewards)[::-1])[::-1] / puissances
