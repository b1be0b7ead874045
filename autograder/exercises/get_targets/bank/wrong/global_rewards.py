"""Faux : les récompenses du cahier."""
# diagnostic : rewards_unused

import numpy as np


def get_targets(next_q_vals, r, terminal, gamma):
    rewards = np.ones(len(r))
    return rewards + gamma * np.max(next_q_vals, axis=1) * (1 - terminal)
