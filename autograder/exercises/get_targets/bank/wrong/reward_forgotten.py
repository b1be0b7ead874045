"""Faux : la récompense n'est pas ajoutée."""
# diagnostic : reward_missing

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return (1 - terminal) * gamma * np.max(next_q_vals, axis=1)
