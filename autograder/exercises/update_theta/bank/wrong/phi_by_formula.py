"""Faux : phi est récrite par une formule qui ne vaut que pour les actions 0 et 1."""
# diagnostic : formula_in_action

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = (2 * actions_taken - 1)[:, None] * states
    theta += lr * 2 / len(states) * (targets - predicted) @ features
