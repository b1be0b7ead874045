"""Faux : le maximum garde son axe, la somme donne un tableau (B, B)."""
# diagnostic : column

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.max(next_q_vals, axis=1, keepdims=True) * (1 - terminal)
