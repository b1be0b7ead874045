"""Faux : du bruit sur les Q-valeurs."""

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    return int(np.argmax(q_vals + epsilon * np.random.randn(len(q_vals))))
