"""Faux : un break au premier état terminal."""
# diagnostic : stopped_at_terminal

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.array(rewards, dtype=float)
    for i in range(len(rewards)):
        if terminal[i]:
            break
        targets[i] = rewards[i] + gamma * np.max(next_q_vals[i])
    return targets
