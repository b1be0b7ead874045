"""Faux : les parenthèses de max manquent, ligne par ligne."""
# diagnostic : method_not_called

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = []
    for q, r, end in zip(next_q_vals, rewards, terminal):
        targets.append(r if end else q.max)
    return np.array(targets)
