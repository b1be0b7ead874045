"""Faux : l'action est affichée au lieu d'être renvoyée."""
# diagnostic : missing_return

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        action = action_space.sample()
    else:
        action = np.argmax(q_vals)
    print("action choisie :", action)
