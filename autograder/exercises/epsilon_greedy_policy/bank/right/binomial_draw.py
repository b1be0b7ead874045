"""Juste : une loi binomiale à un essai ; un avertissement et une barre de progression."""

import sys
import warnings

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    warnings.warn("tirage en cours")
    sys.stderr.write("\r100%|##########| 1/1")
    explorer = np.random.binomial(1, epsilon)
    actions = (np.argmax(q_vals), action_space.sample())
    return actions[explorer]
