"""Faux : gamma est oublié."""
# diagnostic : gamma_missing

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + np.max(next_q_vals, axis=1) * (1 - terminal)
