"""Faux : une condition sur le tableau entier."""
# diagnostic : condition_on_array

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    if not terminal:
        return rewards + gamma * np.max(next_q_vals, axis=1)
    return rewards
