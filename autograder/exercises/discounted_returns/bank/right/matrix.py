"""Juste : une matrice triangulaire de puissances."""

import numpy as np


def discounted_returns(rewards, gamma):
    T = len(rewards)
    ecarts = np.arange(T)[None, :] - np.arange(T)[:, None]
    poids = np.where(ecarts >= 0, float(gamma) ** np.abs(ecarts), 0.0)
    return poids @ rewards
