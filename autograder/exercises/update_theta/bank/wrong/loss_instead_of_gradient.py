"""Faux : l'erreur quadratique elle-même est retranchée de theta."""
# diagnostic : error_squared, features_missing

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    loss = np.mean((targets - predicted) ** 2)
    theta -= lr * loss
