"""Juste : les états terminaux sont remis à zéro dans une copie."""

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    best = np.amax(next_q_vals, axis=-1)
    best[np.asarray(terminal, dtype=bool)] = 0
    return rewards + gamma * best
