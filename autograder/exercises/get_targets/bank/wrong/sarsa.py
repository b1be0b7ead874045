"""Faux : une action tirée au hasard dans l'état suivant, comme le ferait SARSA."""
# diagnostic : other_action

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = []
    for q, r, t in zip(next_q_vals, rewards, terminal):
        a = np.random.randint(len(q))
        targets.append(r + gamma * q[a] * (1 - t))
    return np.array(targets)
