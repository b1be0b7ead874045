"""Faux : lr est oublié."""
# diagnostic : learning_rate_missing

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += 2 / len(states) * (targets - predicted) @ features
