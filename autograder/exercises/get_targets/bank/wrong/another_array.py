"""Faux : la fonction lit une variable du cahier au lieu de next_q_vals."""
# diagnostic : q_vals_ignored

import numpy as np

q_values = np.array([[0.1, 0.4], [-0.3, 0.2], [0.5, 0.6], [1.0, -1.0]])


def get_targets(next_q_vals, rewards, terminal, gamma):
    return rewards + gamma * np.max(q_values, axis=1) * (1 - terminal)
