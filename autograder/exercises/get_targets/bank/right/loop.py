"""Juste : une boucle sur les transitions."""

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = []
    for q, r, fini in zip(next_q_vals, rewards, terminal):
        if fini:
            targets.append(r)
        else:
            targets.append(r + gamma * max(q))
    return np.array(targets)
