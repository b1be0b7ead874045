"""Faux : le maximum est une colonne (B, 1), face à des récompenses (B,)."""
# diagnostic : column

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    best = next_q_vals.max(axis=1).reshape(-1, 1)
    not_done = (1 - terminal).reshape(-1, 1)
    return rewards + gamma * best * not_done
