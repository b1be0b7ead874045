"""Faux : les cibles sont affichées et non renvoyées."""
# diagnostic : missing_return

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards + gamma * np.max(next_q_vals, axis=1) * (1 - terminal)
    print(targets)
