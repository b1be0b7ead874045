"""Faux : la branche gloutonne ne renvoie rien."""
# diagnostic : missing_return

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    np.argmax(q_vals)
