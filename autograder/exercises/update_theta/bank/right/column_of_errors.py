"""Juste : les erreurs en colonne, la moyenne sur l'axe du lot."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    idx = np.expand_dims(actions_taken, axis=1)
    y = targets.reshape(-1, 1)
    y_hat = np.take_along_axis(q_vals, idx, axis=1)
    phis = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    gradient = (2 * (y_hat - y) * phis).mean(axis=0)
    theta[:] -= lr * gradient
