"""Faux : lr multiplie l'erreur, puis le gradient."""
# diagnostic : learning_rate_squared

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    errors = lr * (targets - predicted)
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    gradient = -2 / len(states) * errors @ features
    theta -= lr * gradient
