"""Faux : gamma multiplie la récompense et non la suite."""
# diagnostic : gamma_on_reward

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return gamma * rewards + np.max(next_q_vals, axis=1) * (1 - terminal)
