"""Faux : une pénalité de 100 à la fin."""
# diagnostic : terminal_constant

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return np.where(terminal, -100, rewards + gamma * next_q_vals.max(axis=1))
