"""Faux : np.amax sans axe puis np.full."""
# diagnostic : global_max

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    best = np.full(len(rewards), np.amax(next_q_vals))
    return rewards + gamma * best * np.logical_not(terminal)
