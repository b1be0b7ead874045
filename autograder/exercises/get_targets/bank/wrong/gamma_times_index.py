"""Faux : gamma multiplie l'indice de l'action et non sa Q-valeur."""
# diagnostic : argmax_index

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.argmax(next_q_vals, axis=1) * (1 - terminal)
