"""Faux : la comparaison des deux Q-valeurs est renvoyée."""
# diagnostic : boolean_action

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.rand() < epsilon:
        return action_space.sample()
    return q_vals[0] < q_vals[1]
