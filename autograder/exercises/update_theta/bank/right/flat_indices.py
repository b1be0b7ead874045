"""Juste : np.take sur le tableau aplati, avec les bons indices."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n, n_actions = q_vals.shape
    flat = np.arange(n) * n_actions + actions_taken
    diff = targets - np.take(q_vals, flat)
    grad = np.zeros(4)
    for d, s, a in zip(diff, states, actions_taken):
        grad = grad - 2 * d * np.array(phi(s, a))
    np.subtract(theta, lr * grad / n, out=theta)
