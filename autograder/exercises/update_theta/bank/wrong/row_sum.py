"""Faux : la somme de chaque ligne de q_vals."""
# diagnostic : all_actions

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    error = targets - np.sum(q_vals, axis=1)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / n * error @ features
