"""Juste : la Q-valeur de l'action 1, dont le signe dépend de l'action."""

import numpy as np


def linear_fa(theta, state, actions):
    base = np.sum(theta * state)
    out = np.empty(len(actions))
    for k, a in enumerate(actions):
        out[k] = base
        if a != 1:
            out[k] *= -1
    return out
