"""Faux : l'état au lieu de phi(état, action)."""
# diagnostic : state_not_features

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    theta += lr * 2 / len(states) * (targets - predicted) @ states
