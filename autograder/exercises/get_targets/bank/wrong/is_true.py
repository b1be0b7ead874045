"""Faux : un booléen de numpy n'est jamais l'objet True ; rien n'est masqué."""
# diagnostic : mask_missing

import numpy as np


def get_targets(next_q_vals, rewards, terminal, gamma):
    targets = np.zeros(len(rewards))
    for i in range(len(rewards)):
        if terminal[i] is True:
            targets[i] = rewards[i]
        else:
            targets[i] = rewards[i] + gamma * np.max(next_q_vals[i])
    return targets
