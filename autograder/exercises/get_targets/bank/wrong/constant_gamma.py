"""Faux : une constante du cahier à la place de l'argument gamma."""
# diagnostic : gamma_fixed

import numpy as np

GAMMA = 0.99


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + GAMMA * np.max(next_q_vals, axis=1) * (1 - terminal)
