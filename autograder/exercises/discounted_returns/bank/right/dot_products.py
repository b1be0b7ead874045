"""Juste : un produit scalaire par pas, en simple précision."""

import numpy as np


def discounted_returns(rewards, gamma):
    puissances = gamma ** np.arange(len(rewards))
    return np.array(
        [np.dot(puissances[: len(rewards) - t], rewards[t:]) for t in range(len(rewards))],
        dtype=np.float32,
    )
