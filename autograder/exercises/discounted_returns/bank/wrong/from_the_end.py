"""Faux : les exposants comptent depuis la fin."""
# diagnostic : from_the_end

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    return np.array([sum(pow(gamma, T - 1 - k) * rewards[k] for k in range(t, T)) for t in range(T)])
