"""Faux : les récompenses sont actualisées une fois pour toutes, depuis le premier pas."""
# diagnostic : from_the_start

import numpy as np


def discounted_returns(rewards, gamma):
    actualisees = gamma ** np.arange(len(rewards)) * rewards
    return np.cumsum(actualisees[::-1])[::-1]
