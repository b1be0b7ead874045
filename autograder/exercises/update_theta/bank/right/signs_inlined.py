"""Juste : phi récrite par 2·action − 1, le signe de chacune des deux actions."""

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = (2 * actions_taken - 1)[:, None] * states
    theta += lr * 2 / len(states) * (targets - predicted) @ features
