"""Faux : le maximum de la ligne d'après."""
# diagnostic : shifted_rows

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.array(rewards, dtype=float)
    for i in range(len(rewards) - 1):
        if not terminal[i]:
            targets[i] += gamma * np.max(next_q_vals[i + 1])
    return targets
