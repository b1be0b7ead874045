"""Faux : une récompense de -1 à la fin."""
# diagnostic : terminal_constant

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return np.where(terminal, -1.0, rewards + gamma * np.max(next_q_vals, axis=1))
