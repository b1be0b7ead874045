"""Juste : deux fonctions auxiliaires, des arguments facultatifs de plus, theta renvoyé."""

import numpy as np


def chosen_q(q_vals, actions):
    return np.array([row[a] for row, a in zip(q_vals, actions)])


def mse_gradient(states, actions, errors):
    return -2.0 * np.mean([e * np.array(phi(s, a)) for s, a, e in zip(states, actions, errors)], axis=0)


def update_theta(theta, states, actions_taken, targets, q_vals, lr=1e-3, clip=None):
    errors = targets - chosen_q(q_vals, actions_taken)
    if clip is not None:
        errors = np.clip(errors, -clip, clip)
    theta -= lr * mse_gradient(states, actions_taken, errors)
    return theta
