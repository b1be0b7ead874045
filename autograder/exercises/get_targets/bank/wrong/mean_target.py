"""Faux : la moyenne des cibles."""
# diagnostic : batch_mean

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return np.mean(rewards + gamma * np.max(next_q_vals, axis=1) * (1 - terminal))
