"""Juste : les caractéristiques et les erreurs sont en float32."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(targets)
    X = np.zeros((B, 4), dtype=np.float32)
    err = np.zeros(B, dtype=np.float32)
    for i in range(B):
        X[i] = phi(states[i], actions_taken[i])
        err[i] = targets[i] - q_vals[i, actions_taken[i]]
    theta -= -2 * lr * (X.T @ err) / B
