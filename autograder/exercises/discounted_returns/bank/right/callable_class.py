"""Juste : une classe qu'on appelle, et qui s'appelle elle-même."""

import numpy as np


class Retour:
    def __init__(self, gamma):
        self.gamma = gamma

    def __call__(self, recompenses):
        if len(recompenses) == 0:
            return []
        suite = self(recompenses[1:])
        return [recompenses[0] + (self.gamma * suite[0] if suite else 0)] + suite


def discounted_returns(rewards, gamma):
    return np.array(Retour(gamma)(list(rewards)))
