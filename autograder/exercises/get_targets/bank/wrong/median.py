"""Faux : la médiane de chaque ligne."""
# diagnostic : mean_not_max

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.median(next_q_vals, axis=1) * (1 - terminal)
