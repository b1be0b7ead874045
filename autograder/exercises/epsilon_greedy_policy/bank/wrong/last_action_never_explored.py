"""Faux : randint exclut sa borne, la dernière action n'est jamais explorée."""
# diagnostic : last_action_never_explored

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return np.random.randint(0, action_space.n - 1)
    return int(np.argmax(q_vals))
