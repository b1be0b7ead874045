"""Faux : les Q-valeurs reçues sont mises à zéro sur place."""
# diagnostic : arguments_modified

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    next_q_vals[terminal] = 0
    return rewards + gamma * np.max(next_q_vals, axis=1)
