"""Juste : une copie des récompenses, complétée là où l'épisode continue."""

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards.copy()
    alive = ~terminal
    targets[alive] += gamma * np.max(next_q_vals[alive], axis=1)
    return targets
