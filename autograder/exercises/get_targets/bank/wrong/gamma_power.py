"""Faux : gamma à la puissance de la position dans le lot."""
# diagnostic : gamma_power

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.zeros(len(rewards))
    for i in range(len(rewards)):
        targets[i] = rewards[i] + gamma**i * np.max(next_q_vals[i]) * (1 - terminal[i])
    return targets
