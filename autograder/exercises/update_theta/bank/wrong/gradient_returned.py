"""Faux : le gradient est renvoyé, sans mise à jour."""
# diagnostic : gradient_returned

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    grad = np.zeros(4)
    for s, a, y, q in zip(states, actions_taken, targets, q_vals):
        grad += -2 / len(states) * (y - q[a]) * phi(s, a)
    return grad
