"""Faux : des cibles (B,) moins une colonne (B, 1) donnent un tableau (B, B)."""
# diagnostic : broadcast

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    q_a = np.take_along_axis(q_vals, actions_taken[:, None], axis=1)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    grad = -2 * ((targets - q_a) @ features).mean(axis=0)
    theta -= lr * grad / len(states)
