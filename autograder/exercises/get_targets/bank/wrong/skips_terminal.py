"""Faux : les transitions terminales sont sautées."""
# diagnostic : terminal_skipped

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = []
    for i in range(len(rewards)):
        if not terminal[i]:
            targets.append(rewards[i] + gamma * np.max(next_q_vals[i]))
    return np.array(targets)
