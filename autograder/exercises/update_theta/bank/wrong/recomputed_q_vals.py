"""Faux : q_vals ne sert pas, la prédiction est refaite avec theta."""
# diagnostic : q_vals_ignored

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    predicted = features @ theta
    theta += lr * 2 * np.mean((targets - predicted)[:, None] * features, axis=0)
