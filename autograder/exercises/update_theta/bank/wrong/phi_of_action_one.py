"""Faux : phi reçoit toujours l'action 1."""
# diagnostic : features_of_one_action

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    predicted = q_vals[np.arange(len(actions_taken)), actions_taken]
    features = np.array([phi(s, 1) for s in states])
    theta += lr * 2 / len(states) * (targets - predicted) @ features
