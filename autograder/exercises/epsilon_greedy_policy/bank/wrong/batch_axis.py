"""Faux : l'axe d'un lot, alors que q_vals est un vecteur."""
# diagnostic : batch_axis

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    if np.random.random() < epsilon:
        return action_space.sample()
    else:
        return np.argmax(q_vals, axis=1)
