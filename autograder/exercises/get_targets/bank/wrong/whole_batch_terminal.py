"""Faux : le masque n'agit que si tout le lot est terminal."""
# diagnostic : mask_all

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    if terminal.all():
        return rewards
    else:
        return rewards + gamma * np.max(next_q_vals, axis=1)
