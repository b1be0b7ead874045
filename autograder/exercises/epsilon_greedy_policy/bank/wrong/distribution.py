"""Faux : une distribution sur les actions au lieu d'une action."""
# diagnostic : distribution

import numpy as np


def epsilon_greedy_policy(q_vals, action_space, epsilon):
    probabilities = np.full(len(q_vals), epsilon / len(q_vals))
    probabilities[np.argmax(q_vals)] += 1 - epsilon
    return probabilities
