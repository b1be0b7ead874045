"""Faux : l'espace d'actions reçu est ignoré."""
# diagnostic : without_action_space

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return np.random.randint(len(q_vals))
    return int(np.argmax(q_vals))
