"""Juste : une convolution des récompenses retournées par les puissances de gamma."""

import numpy as np


def discounted_returns(rewards, gamma):
    n = len(rewards)
    return np.convolve(rewards[::-1], gamma ** np.arange(n))[:n][::-1]
