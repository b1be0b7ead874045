"""Juste : phi récrite pour accepter un lot d'états et d'actions."""

import numpy as np


def phi(state, action):
    signs = np.where(np.asarray(action) == 1, 1.0, -1.0)
    return signs[..., None] * state


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = targets.shape[0]
    q_taken = q_vals[np.arange(B), actions_taken]
    theta += 2 * lr / B * phi(states, actions_taken).T @ (targets - q_taken)
