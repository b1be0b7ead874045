"""Faux : zeros_like(terminal) crée un tableau de booléens."""
# diagnostic : whole_numbers

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.zeros_like(terminal)
    for i, (q, r, t) in enumerate(zip(next_q_vals, rewards, terminal)):
        targets[i] = r if t else r + gamma * q.max()
    return targets
