"""Faux : la Q-valeur de l'action a est rangée à l'indice a."""
# diagnostic : indexed_by_action

import numpy as np


def linear_fa(theta, state, actions):
    q_vals = np.zeros(len(actions))
    for a in actions:
        q_vals[a] = np.dot(theta, phi(state, a))
    return q_vals
