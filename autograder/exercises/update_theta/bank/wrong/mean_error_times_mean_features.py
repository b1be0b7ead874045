"""Faux : la moyenne des erreurs multiplie la moyenne des caractéristiques."""
# diagnostic : mean_before_product

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    errors = []
    features = []
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        errors.append(y - q[a])
        features.append(phi(s, a))
    theta += lr * 2 * np.mean(errors) * np.mean(features, axis=0)
