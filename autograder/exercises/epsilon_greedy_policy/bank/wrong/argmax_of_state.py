"""Faux : l'argmax de l'état (une variable globale du cahier) au lieu de celui des Q-valeurs."""
# diagnostic : constant_action

import numpy as np

state = np.array([0.03, 0.01, -0.02, 0.04])


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        action = action_space.sample()
    else:
        action = np.argmax(state)
    return action
