"""Juste : les Q-valeurs des états terminaux sont annulées avant le maximum."""

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    continues = 1 - terminal.astype(int)
    q = next_q_vals * continues[:, None]
    return rewards + gamma * np.max(q, axis=1)
