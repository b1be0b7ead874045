"""Faux : le lr du cahier."""
# diagnostic : learning_rate_fixed

import numpy as np

lr = 0.1


def update_theta(theta, states, actions_taken, targets, q_vals, rate):
    n = len(states)
    error = targets - q_vals[np.arange(n), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / n * error @ features
