"""Faux : gamma * k au lieu de gamma ** k."""
# diagnostic : multiplied_not_raised

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    return np.array([sum((gamma * k) * rewards[t + k] for k in range(T - t)) for t in range(T)])
