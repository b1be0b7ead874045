"""Faux : la cible d'un état terminal est 0."""
# diagnostic : reward_masked

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = rewards + gamma * np.max(next_q_vals, axis=1)
    targets[terminal] = 0
    return targets
