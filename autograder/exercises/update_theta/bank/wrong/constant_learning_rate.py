"""Faux : le taux d'apprentissage est écrit dans le code."""
# diagnostic : learning_rate_fixed

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    lr = 1e-2
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, a) for s, a in zip(states, actions_taken)])
    theta += lr * 2 / len(states) * (targets - predicted) @ features
