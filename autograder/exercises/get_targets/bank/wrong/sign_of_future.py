"""Faux : la suite soustraite."""
# diagnostic : subtracted

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards - gamma * np.max(next_q_vals, axis=1) * (1 - terminal)
