"""Faux : phi reçoit la meilleure action."""
# diagnostic : features_of_best_action

import numpy as np


def update_theta(theta, states, actions_taken, targets, q_vals, lr):
    B = len(states)
    f = np.array([phi(s, a) for s, a in zip(states, q_vals.argmax(axis=1))])
    e = targets - q_vals[np.arange(B), actions_taken]
    theta += lr * 2 / B * e @ f
