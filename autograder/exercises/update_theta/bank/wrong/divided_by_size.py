"""Faux : q_vals.size compte aussi les actions."""
# diagnostic : divided_by_all_q_vals

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    mask = np.eye(q_vals.shape[1])[actions_taken]
    errors = mask * (targets[:, None] - q_vals)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / q_vals.size * errors.sum(axis=1) @ features
