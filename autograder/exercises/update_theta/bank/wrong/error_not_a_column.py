"""Faux : l'erreur (B,) multiplie terme à terme des caractéristiques (B, 4)."""
# diagnostic : error_not_a_column

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 * np.mean((targets - predicted) * features, axis=0)
