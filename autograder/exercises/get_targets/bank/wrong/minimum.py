"""Faux : le minimum au lieu du maximum."""
# diagnostic : min_not_max

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.min(next_q_vals, axis=1) * (1 - terminal)
