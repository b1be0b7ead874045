"""Faux : un maximum cherché à partir de 0."""
# diagnostic : maximum_from_zero

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = []
    for q, r, t in zip(next_q_vals, rewards, terminal):
        best = 0
        for value in q:
            if value > best:
                best = value
        targets.append(r if t else r + gamma * best)
    return np.array(targets)
