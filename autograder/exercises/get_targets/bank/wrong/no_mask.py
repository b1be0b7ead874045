"""Faux : les états terminaux ne sont pas masqués."""
# diagnostic : mask_missing

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.max(next_q_vals, axis=1)
