"""Faux : juste, mais lève une exception quand tout est terminal."""
# diagnostic : raises_on_all_terminal

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards.astype(float)
    alive = ~terminal
    targets[alive] += gamma * np.stack([np.max(row) for row in next_q_vals[alive]])
    return targets
