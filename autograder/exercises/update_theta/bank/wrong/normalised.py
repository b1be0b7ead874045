"""Faux : le gradient divisé par sa norme."""
# diagnostic : gradient_normalised

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    n = len(states)
    error = targets - q_vals[np.arange(n), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    gradient = -2 / n * error @ features
    theta -= lr * gradient / np.linalg.norm(gradient)
